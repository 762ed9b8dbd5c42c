// For memmem(3).
#define _GNU_SOURCE
#include "CBench.h"
#include <string.h>

const void *find_bytes(const void *hay, size_t hay_length, const void *needle, size_t needle_length) {
    return memmem(hay, hay_length, needle, needle_length);
}
