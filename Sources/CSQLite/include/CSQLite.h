// The part of sqlite3.h that Swift doesn't see.
#ifndef CSQLITE_H
#define CSQLITE_H

/// Has SQLite no longer count what it allocates, which takes a lock at each allocation: two thousand an order, on one
/// lock for all connections. Before the first connection is opened; afterwards it changes nothing.
void sqlite_without_statistics(void);

#endif
