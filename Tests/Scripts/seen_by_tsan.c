// Tells ThreadSanitizer of what it can't see, so that it reports no race where there is none. Loaded before the program
// (LD_PRELOAD) this takes the place of a few functions of Swift's runtime, calls them, and says who waited for whom.
// Programs without ThreadSanitizer are left as they are. bin/sanitize compiles it, by the clang that comes with Swift: it
// knows Swift's calling conventions.
//
// * A Mutex is taken by an atomic exchange while nobody else wants it, which stands in the program and is seen, and by a
//   call of the kernel when somebody does, which stands in libswiftSynchronization.so and isn't.
//   https://github.com/swiftlang/swift/blob/release/6.3/stdlib/public/Synchronization/Mutex/LinuxImpl.swift
// * A continuation that is resumed before its task has come to wait for it goes on at once. The runtime tells of all
//   other resumptions by itself.
//   https://github.com/swiftlang/swift/blob/release/6.3/stdlib/public/Concurrency/Task.cpp
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SWIFT_ASYNC __attribute__((swiftasynccall))
#define SELF __attribute__((swift_context))
#define CONTEXT __attribute__((swift_async_context))

static void (*acquired)(void *), (*released)(void *);

static void acquire(void *address) {
    if (acquired && address) acquired(address);
}

static void release(void *address) {
    if (released && address) released(address);
}

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"

static SWIFT void (*real_lock)(uint32_t thread, SELF void *mutex);
static SWIFT void (*real_unlock)(SELF void *mutex);
static SWIFT bool (*real_try_lock)(SELF void *mutex);
static SWIFT void *(*current_task)(void);
static SWIFT_ASYNC void (*real_await)(CONTEXT void *context);
static SWIFT void (*real_resume)(void *task);
static SWIFT void (*real_throwing_resume)(void *task);
static SWIFT void (*real_throw)(void *task, void *error);

__attribute__((constructor)) static void find(void) {
    *(void **)&real_lock = dlsym(RTLD_NEXT, LOCK);
    *(void **)&real_unlock = dlsym(RTLD_NEXT, UNLOCK);
    *(void **)&real_try_lock = dlsym(RTLD_NEXT, TRY_LOCK);
    *(void **)&current_task = dlsym(RTLD_DEFAULT, "swift_task_getCurrent");
    *(void **)&real_await = dlsym(RTLD_NEXT, "swift_continuation_await");
    *(void **)&real_resume = dlsym(RTLD_NEXT, "swift_continuation_resume");
    *(void **)&real_throwing_resume = dlsym(RTLD_NEXT, "swift_continuation_throwingResume");
    *(void **)&real_throw = dlsym(RTLD_NEXT, "swift_continuation_throwingResumeWithError");
    *(void **)&acquired = dlsym(RTLD_DEFAULT, "__tsan_acquire");
    *(void **)&released = dlsym(RTLD_DEFAULT, "__tsan_release");
}

SWIFT void shim_lock(uint32_t thread, SELF void *mutex) __asm__(LOCK);
SWIFT void shim_lock(uint32_t thread, SELF void *mutex) {
    real_lock(thread, mutex);
    acquire(mutex);
}

SWIFT void shim_unlock(SELF void *mutex) __asm__(UNLOCK);
SWIFT void shim_unlock(SELF void *mutex) {
    release(mutex);
    real_unlock(mutex);
}

SWIFT bool shim_try_lock(SELF void *mutex) __asm__(TRY_LOCK);
SWIFT bool shim_try_lock(SELF void *mutex) {
    bool got = real_try_lock(mutex);
    if (got) acquire(mutex);
    return got;
}

SWIFT_ASYNC void swift_continuation_await(CONTEXT void *context) {
    acquire(current_task());
    __attribute__((musttail)) return real_await(context);
}

SWIFT void swift_continuation_resume(void *task) {
    release(task);
    real_resume(task);
}

SWIFT void swift_continuation_throwingResume(void *task) {
    release(task);
    real_throwing_resume(task);
}

SWIFT void swift_continuation_throwingResumeWithError(void *task, void *error) {
    release(task);
    real_throw(task, error);
}
