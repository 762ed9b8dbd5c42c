// The part of preadv2(2) that Swift doesn't see.
#ifndef CPAGECACHE_H
#define CPAGECACHE_H

/// Whether the byte at `place` of an open file can be read without waiting for the disk: 1, or 0 also where the file
/// system can't tell.
int page_cache_has(int file, long long place);

#endif
