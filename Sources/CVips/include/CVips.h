/* Smaller pictures by libvips. Callers may be on any thread. */
#ifndef CVIPS_H
#define CVIPS_H

#include <stddef.h>
#include <stdint.h>

/* Makes a WebP of at most `width` pixels across from a PNG, a JPEG or a WebP; a picture that is smaller keeps its size.
   The head is read first: what has more than `pixel_limit` pixels, or more than one picture in it, is not decoded.
   The answer is freed with cvips_free; NULL on failure, with a reason in `reason` (of `reason_room` bytes). */
uint8_t *cvips_smaller(const uint8_t *bytes, size_t length, int width, int64_t pixel_limit, size_t *made,
                       char *reason, size_t reason_room);

void cvips_free(uint8_t *bytes);

#endif
