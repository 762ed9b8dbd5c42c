// Tells ThreadSanitizer of what it can't see, so that it reports no race where there is none: Swift's Mutex is taken by
// an atomic exchange while nobody else wants it, which stands in the program and is seen, and by a call of the kernel
// when somebody does, which stands in libswiftSynchronization.so and isn't. Without this every contended Mutex is
// reported as a race of what it guards.
//
// Loaded before the program (LD_PRELOAD) this takes the place of the three slow paths, calls them, and says that the lock
// was acquired or is being released. Programs without ThreadSanitizer are left as they are. bin/sanitize compiles it, by
// the clang that comes with Swift: it knows Swift's calling convention.
// https://github.com/swiftlang/swift/blob/release/6.3/stdlib/public/Synchronization/Mutex/LinuxImpl.swift
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

static void (*acquired)(void *), (*released)(void *);

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"

static SWIFT void (*real_lock)(uint32_t thread, SELF void *mutex);
static SWIFT void (*real_unlock)(SELF void *mutex);
static SWIFT bool (*real_try_lock)(SELF void *mutex);

__attribute__((constructor)) static void find(void) {
    *(void **)&real_lock = dlsym(RTLD_NEXT, LOCK);
    *(void **)&real_unlock = dlsym(RTLD_NEXT, UNLOCK);
    *(void **)&real_try_lock = dlsym(RTLD_NEXT, TRY_LOCK);
    *(void **)&acquired = dlsym(RTLD_DEFAULT, "__tsan_acquire");
    *(void **)&released = dlsym(RTLD_DEFAULT, "__tsan_release");
}

SWIFT void shim_lock(uint32_t thread, SELF void *mutex) __asm__(LOCK);
SWIFT void shim_lock(uint32_t thread, SELF void *mutex) {
    real_lock(thread, mutex);
    if (acquired) acquired(mutex);
}

SWIFT void shim_unlock(SELF void *mutex) __asm__(UNLOCK);
SWIFT void shim_unlock(SELF void *mutex) {
    if (released) released(mutex);
    real_unlock(mutex);
}

SWIFT bool shim_try_lock(SELF void *mutex) __asm__(TRY_LOCK);
SWIFT bool shim_try_lock(SELF void *mutex) {
    bool got = real_try_lock(mutex);
    if (got && acquired) acquired(mutex);
    return got;
}
