#ifndef ORDER_WRITER_H
#define ORDER_WRITER_H

#include <stddef.h>

/// The statements of an order's transaction, in the order in which `order_writer_open` is given them. Parameters are
/// numbered as the statement names them first.
enum order_statement {
    reserve_stock, insert_reservation, insert_movement, insert_order, insert_line, insert_attempt, insert_client_key,
    insert_event, insert_job, order_statement_count
};

/// How much an order is of.
struct order_size { int items, lines, jobs, stocked_items; };

/// Texts that are the same in all orders; they must stay where they are while the writer is open.
struct order_texts {
    const char *prefix, *address, *totals, *name, *options, *choices, *checked, *demand, *answer;
    long long now;
};

struct order_writer;

/// Opens a database that has the tables and the stock, with the pragmas of the storage driver. Null when it can't.
struct order_writer *order_writer_open(const char *path, const char *const statements[], struct order_texts texts,
                                       struct order_size size);

/// Runs statements that answer nothing. Answers SQLite's result code, 0 for done.
int order_writer_execute(struct order_writer *writer, const char *text);

/// Writes the orders numbered from `first`, up to `group` of them a commit. Answers SQLite's result code, 0 for done.
int order_writer_write(struct order_writer *writer, long first, long count, long group);

/// What the last call failed with.
const char *order_writer_message(struct order_writer *writer);

void order_writer_close(struct order_writer *writer);

#endif
