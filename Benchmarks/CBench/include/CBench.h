#ifndef CBENCH_H
#define CBENCH_H

#include <stddef.h>
#include <sys/epoll.h>
#include "OrderWriter.h"

/// The first place of `needle` in `hay`, or null.
const void *find_bytes(const void *hay, size_t hay_length, const void *needle, size_t needle_length);

#endif
