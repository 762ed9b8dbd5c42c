#include "CVips.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <vips/vips.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool usable = false;

static void start(void) {
    if (VIPS_INIT("orderworks")) return;
    /* Only loaders that are fuzzed by their makers (the library marks the others), and of these only three. */
    vips_block_untrusted_set(TRUE);
    /* One picture, one thread: callers decide how many are made at a time. Nothing is kept from one to the next. */
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    usable = true;
}

bool cvips_start(void) {
    pthread_once(&once, start);
    return usable;
}

static uint8_t *failed(char *reason, size_t room, const char *text) {
    snprintf(reason, room, "%s", text);
    vips_error_clear();
    return NULL;
}

static bool is_taken(const char *loader) {
    return loader && (strcmp(loader, "VipsForeignLoadPngBuffer") == 0 || strcmp(loader, "VipsForeignLoadJpegBuffer") == 0
        || strcmp(loader, "VipsForeignLoadWebpBuffer") == 0);
}

uint8_t *cvips_smaller(const uint8_t *bytes, size_t length, int width, int64_t pixel_limit, size_t *made,
                       char *reason, size_t reason_room) {
    if (!cvips_start()) return failed(reason, reason_room, "libvips doesn't start");
    if (!is_taken(vips_foreign_find_load_buffer(bytes, length)))
        return failed(reason, reason_room, "no PNG, JPEG or WebP");
    VipsImage *head = vips_image_new_from_buffer(bytes, length, "", NULL);
    if (!head) return failed(reason, reason_room, vips_error_buffer());
    int64_t pixels = (int64_t)vips_image_get_width(head) * vips_image_get_height(head);
    int pages = vips_image_get_n_pages(head);
    g_object_unref(head);
    if (pixels > pixel_limit) return failed(reason, reason_room, "too many pixels");
    if (pages != 1) return failed(reason, reason_room, "more than one picture");

    VipsImage *small = NULL;
    if (vips_thumbnail_buffer((void *)bytes, length, &small, width, "height", width * 4, "size", VIPS_SIZE_DOWN, NULL))
        return failed(reason, reason_room, vips_error_buffer());
    void *answer = NULL;
    /* Without what a camera wrote of place and owner. */
    int code = vips_webpsave_buffer(small, &answer, made, "Q", 80, "strip", TRUE, NULL);
    g_object_unref(small);
    vips_thread_shutdown();
    if (code) return failed(reason, reason_room, vips_error_buffer());
    return answer;
}

void cvips_free(uint8_t *bytes) { g_free(bytes); }
