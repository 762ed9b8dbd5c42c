/* Stands between a program and the system (LD_PRELOAD): writes down every change of the files below POWER_FOLDER, in
 * the order in which they were made, and fails the call that POWER_FAIL names ("17:eio", "17:enospc", "17:short").
 *
 * A record is: kind (1 byte: w write, t truncate, s sync, u unlink, o created), length of the name (2 bytes), offset or
 * size (8), length of the data (4), name, data; integers in the machine's order. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { DESCRIPTORS = 4096, NAME = 256 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char names[DESCRIPTORS][NAME];
static const char *folder;
static int journal = -1;
static long calls, failing = -1;
static char failure[16];

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_open)(const char *, int, ...);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);
static int (*real_close)(int);

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
    real_open = dlsym(RTLD_NEXT, "open64");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_close = dlsym(RTLD_NEXT, "close");
    folder = getenv("POWER_FOLDER");
    const char *path = getenv("POWER_JOURNAL");
    if (path) journal = real_open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    const char *wish = getenv("POWER_FAIL");
    if (wish) sscanf(wish, "%ld:%15s", &failing, failure);
}

static const char *watched(int descriptor) {
    if (!folder || descriptor < 0 || descriptor >= DESCRIPTORS || !names[descriptor][0]) return NULL;
    return names[descriptor];
}

static void note(char kind, const char *name, uint64_t offset, const void *data, uint32_t length) {
    if (journal < 0) return;
    uint16_t size = (uint16_t)strlen(name);
    char head[15];
    head[0] = kind;
    memcpy(head + 1, &size, 2);
    memcpy(head + 3, &offset, 8);
    memcpy(head + 11, &length, 4);
    if (real_write(journal, head, sizeof head) < 0 || real_write(journal, name, size) < 0) abort();
    for (uint32_t done = 0; done < length;) {
        ssize_t some = real_write(journal, (const char *)data + done, length - done);
        if (some < 0) abort();
        done += (uint32_t)some;
    }
}

/* Counts a call; answers how it fails: 0 not at all, ENOSPC, EIO, or -1 for half of it. The buyers' own notes and locks
 * are no part of the database. */
static int failing_now(const char *name) {
    if (!strstr(name, ".sqlite") || strstr(name, ".lock") || strstr(name, "-shm")) return 0;
    if (calls++ != failing) return 0;
    fprintf(stderr, "failed call %ld of %s: %s\n", failing, name, failure);
    if (!strcmp(failure, "short")) return -1;
    return !strcmp(failure, "enospc") ? ENOSPC : EIO;
}

__attribute__((destructor)) static void end(void) { if (folder) fprintf(stderr, "calls %ld\n", calls); }

static void remember(int descriptor, const char *path, int isNew) {
    if (!folder || descriptor < 0 || descriptor >= DESCRIPTORS) return;
    size_t length = strlen(folder);
    names[descriptor][0] = 0;
    if (strncmp(path, folder, length)) return;
    const char *name = path[length] == '/' ? path + length + 1 : ".";
    snprintf(names[descriptor], NAME, "%s", *name ? name : ".");
    if (isNew) note('o', names[descriptor], 0, NULL, 0);
}

static int opened(const char *path, int flags, mode_t mode) {
    struct stat found;
    pthread_mutex_lock(&lock);
    int isNew = (flags & O_CREAT) && stat(path, &found) != 0;
    int descriptor = real_open(path, flags, mode);
    remember(descriptor, path, isNew && descriptor >= 0);
    pthread_mutex_unlock(&lock);
    return descriptor;
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return opened(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = (flags & O_CREAT) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return opened(path, flags, mode);
}

int close(int descriptor) {
    if (descriptor >= 0 && descriptor < DESCRIPTORS) names[descriptor][0] = 0;
    return real_close(descriptor);
}

ssize_t write(int descriptor, const void *data, size_t length) {
    const char *name = watched(descriptor);
    if (!name) return real_write(descriptor, data, length);
    pthread_mutex_lock(&lock);
    off_t offset = lseek(descriptor, 0, SEEK_CUR);
    struct stat found;
    if ((fcntl(descriptor, F_GETFL) & O_APPEND) && !fstat(descriptor, &found)) offset = found.st_size;
    int fault = failing_now(name);
    ssize_t done = -1;
    if (fault > 0) errno = fault;
    else done = real_write(descriptor, data, fault < 0 ? length / 2 : length);
    if (done > 0) note('w', name, (uint64_t)offset, data, (uint32_t)done);
    pthread_mutex_unlock(&lock);
    return done;
}

static ssize_t written(int descriptor, const void *data, size_t length, off_t offset) {
    const char *name = watched(descriptor);
    if (!name) return real_pwrite(descriptor, data, length, offset);
    pthread_mutex_lock(&lock);
    int fault = failing_now(name);
    ssize_t done = -1;
    if (fault > 0) errno = fault;
    else done = real_pwrite(descriptor, data, fault < 0 ? length / 2 : length, offset);
    if (done > 0) note('w', name, (uint64_t)offset, data, (uint32_t)done);
    pthread_mutex_unlock(&lock);
    return done;
}

ssize_t pwrite(int descriptor, const void *data, size_t length, off_t offset) {
    return written(descriptor, data, length, offset);
}

ssize_t pwrite64(int descriptor, const void *data, size_t length, off_t offset) {
    return written(descriptor, data, length, offset);
}

static int truncated(int descriptor, off_t size) {
    const char *name = watched(descriptor);
    if (!name) return real_ftruncate(descriptor, size);
    pthread_mutex_lock(&lock);
    int fault = failing_now(name), done = -1;
    if (fault) errno = fault > 0 ? fault : EIO;
    else done = real_ftruncate(descriptor, size);
    if (!done) note('t', name, (uint64_t)size, NULL, 0);
    pthread_mutex_unlock(&lock);
    return done;
}

int ftruncate(int descriptor, off_t size) { return truncated(descriptor, size); }
int ftruncate64(int descriptor, off_t size) { return truncated(descriptor, size); }

static int synced(int descriptor, int (*real)(int)) {
    const char *name = watched(descriptor);
    if (!name) return real(descriptor);
    pthread_mutex_lock(&lock);
    int fault = failing_now(name), done = -1;
    if (fault) errno = fault > 0 ? fault : EIO;
    else done = real(descriptor);
    if (!done) note('s', name, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return done;
}

int fsync(int descriptor) { return synced(descriptor, real_fsync); }
int fdatasync(int descriptor) { return synced(descriptor, real_fdatasync); }

int unlink(const char *path) {
    int done = real_unlink(path);
    size_t length = folder ? strlen(folder) : 0;
    if (!done && length && !strncmp(path, folder, length) && path[length] == '/') {
        pthread_mutex_lock(&lock);
        note('u', path + length + 1, 0, NULL, 0);
        pthread_mutex_unlock(&lock);
    }
    return done;
}
