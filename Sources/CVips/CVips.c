#include "CVips.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* The library comes with some seventy others, which take 11 MB of memory, so it is loaded with the first picture that
   is to be made smaller, and its headers, whose package would link it, are not used. These are its functions as
   vips/vips.h of 8.14 and glib/gobject declare them (the interface numbered 42), told by name and type. */
typedef void Image;
#define CALLED(each) \
    each(int, vips_init, const char *program) \
    each(void, vips_block_untrusted_set, int yes) \
    each(void, vips_concurrency_set, int threads) \
    each(void, vips_cache_set_max, int operations) \
    each(void, vips_thread_shutdown, void) \
    each(const char *, vips_error_buffer, void) \
    each(void, vips_error_clear, void) \
    each(const char *, vips_foreign_find_load_buffer, const void *bytes, size_t length) \
    each(Image *, vips_image_new_from_buffer, const void *bytes, size_t length, const char *options, ...) \
    each(int, vips_image_get_width, const Image *) \
    each(int, vips_image_get_height, const Image *) \
    each(int, vips_image_get_n_pages, Image *) \
    each(int, vips_thumbnail_buffer, void *bytes, size_t length, Image **made, int width, ...) \
    each(int, vips_webpsave_buffer, Image *, void **made, size_t *length, ...) \
    each(void, g_object_unref, void *) \
    each(void, g_free, void *)
#define POINTER(type, name, ...) type (*name)(__VA_ARGS__);
static struct { CALLED(POINTER) } vips;
/* VipsSize: only ever make it smaller. */
static const int VIPS_SIZE_DOWN = 2;

static pthread_mutex_t starting = PTHREAD_MUTEX_INITIALIZER;
static char missing[200];
static bool usable = false;

static bool found(void *library, const char *name, void *place) {
    void *function = library ? dlsym(library, name) : NULL;
    if (!function) {
        const char *reason = dlerror();
        snprintf(missing, sizeof missing, "libvips can't be loaded: %s", reason ? reason : name);
        return false;
    }
    memcpy(place, &function, sizeof function);
    return true;
}

/* Tried again with each picture until it is there: it may be installed beside a server that runs. */
static void start(void) {
    if (usable) return;
    void *library = dlopen("libvips.so.42", RTLD_NOW | RTLD_LOCAL);
#define FIND(type, name, ...) if (!found(library, #name, &vips.name)) return;
    CALLED(FIND)
    if (vips.vips_init("orderworks")) {
        snprintf(missing, sizeof missing, "libvips doesn't start");
        return;
    }
    /* Only loaders that are fuzzed by their makers (the library marks the others), and of these only three. */
    vips.vips_block_untrusted_set(true);
    /* One picture, one thread: callers decide how many are made at a time. Nothing is kept from one to the next. */
    vips.vips_concurrency_set(1);
    vips.vips_cache_set_max(0);
    usable = true;
}

static uint8_t *failed(char *reason, size_t room, const char *text) {
    snprintf(reason, room, "%s", text);
    vips.vips_error_clear();
    return NULL;
}

static bool is_taken(const char *loader) {
    return loader && (strcmp(loader, "VipsForeignLoadPngBuffer") == 0
        || strcmp(loader, "VipsForeignLoadJpegBuffer") == 0 || strcmp(loader, "VipsForeignLoadWebpBuffer") == 0);
}

uint8_t *cvips_smaller(const uint8_t *bytes, size_t length, int width, int64_t pixel_limit, size_t *made,
                       char *reason, size_t reason_room) {
    pthread_mutex_lock(&starting);
    start();
    bool is_usable = usable;
    if (!is_usable) snprintf(reason, reason_room, "%s", missing);
    pthread_mutex_unlock(&starting);
    if (!is_usable) return NULL;
    if (!is_taken(vips.vips_foreign_find_load_buffer(bytes, length)))
        return failed(reason, reason_room, "no PNG, JPEG or WebP");
    Image *head = vips.vips_image_new_from_buffer(bytes, length, "", NULL);
    if (!head) return failed(reason, reason_room, vips.vips_error_buffer());
    int64_t pixels = (int64_t)vips.vips_image_get_width(head) * vips.vips_image_get_height(head);
    int pages = vips.vips_image_get_n_pages(head);
    vips.g_object_unref(head);
    if (pixels > pixel_limit) return failed(reason, reason_room, "too many pixels");
    if (pages != 1) return failed(reason, reason_room, "more than one picture");

    Image *small = NULL;
    if (vips.vips_thumbnail_buffer(
            (void *)bytes, length, &small, width, "height", width * 4, "size", VIPS_SIZE_DOWN, NULL))
        return failed(reason, reason_room, vips.vips_error_buffer());
    void *answer = NULL;
    /* Without what a camera wrote of place and owner. */
    int code = vips.vips_webpsave_buffer(small, &answer, made, "Q", 80, "strip", (int)true, NULL);
    vips.g_object_unref(small);
    vips.vips_thread_shutdown();
    if (code) return failed(reason, reason_room, vips.vips_error_buffer());
    return answer;
}

void cvips_free(uint8_t *bytes) { vips.g_free(bytes); }
