// An order's transaction as plain C writes it: the limit of what a driver can reach on the same SQLite.
#include "OrderWriter.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct order_writer {
    sqlite3 *db;
    sqlite3_stmt *begin, *commit, *statements[order_statement_count];
    struct order_texts texts;
    struct order_size size;
};

/// An order's own identifiers.
struct ids { char order[64], cart[64], attempt[64], number[64]; };

static const char *pragmas =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000;"
    "PRAGMA journal_size_limit = 67108864; PRAGMA foreign_keys = ON;";

static sqlite3_stmt *prepare(struct order_writer *writer, const char *text) {
    sqlite3_stmt *made = NULL;
    sqlite3_prepare_v3(writer->db, text, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL);
    return made;
}

struct order_writer *order_writer_open(const char *path, const char *const statements[], struct order_texts texts,
                                       struct order_size size) {
    struct order_writer *writer = calloc(1, sizeof *writer);
    writer->texts = texts;
    writer->size = size;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    int good = sqlite3_open_v2(path, &writer->db, flags, NULL) == SQLITE_OK &&
               sqlite3_exec(writer->db, pragmas, NULL, NULL, NULL) == SQLITE_OK;
    good = good && (writer->begin = prepare(writer, "BEGIN IMMEDIATE")) && (writer->commit = prepare(writer, "COMMIT"));
    for (int place = 0; good && place < order_statement_count; place++)
        good = (writer->statements[place] = prepare(writer, statements[place])) != NULL;
    if (good) return writer;
    fprintf(stderr, "%s\n", order_writer_message(writer));
    order_writer_close(writer);
    return NULL;
}

const char *order_writer_message(struct order_writer *writer) { return sqlite3_errmsg(writer->db); }

int order_writer_execute(struct order_writer *writer, const char *text) {
    return sqlite3_exec(writer->db, text, NULL, NULL, NULL);
}

void order_writer_close(struct order_writer *writer) {
    sqlite3_finalize(writer->begin);
    sqlite3_finalize(writer->commit);
    for (int place = 0; place < order_statement_count; place++) sqlite3_finalize(writer->statements[place]);
    sqlite3_close(writer->db);
    free(writer);
}

static void text(sqlite3_stmt *statement, int place, const char *value) {
    sqlite3_bind_text(statement, place, value, -1, SQLITE_STATIC);
}

/// Runs a statement that answers no rows. The result code is that of its end.
static int run(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int reserve(struct order_writer *writer, const struct ids *ids, long item) {
    char name[64], place[64];
    snprintf(name, sizeof name, "item-%ld", item);
    sqlite3_stmt *statement = writer->statements[reserve_stock];
    sqlite3_bind_int64(statement, 1, 1);
    text(statement, 2, name);
    sqlite3_bind_null(statement, 3);
    if (sqlite3_step(statement) != SQLITE_ROW) return SQLITE_CONSTRAINT;
    snprintf(place, sizeof place, "%s", sqlite3_column_text(statement, 0));
    long long on_hand = sqlite3_column_int64(statement, 1), reserved = sqlite3_column_int64(statement, 2);
    long long number = sqlite3_column_int64(statement, 3);
    int code = run(statement);
    if (code) return code;

    statement = writer->statements[insert_reservation];
    text(statement, 1, ids->order);
    text(statement, 2, name);
    text(statement, 3, place);
    sqlite3_bind_int64(statement, 4, 1);
    if ((code = run(statement))) return code;

    statement = writer->statements[insert_movement];
    text(statement, 1, name);
    text(statement, 2, place);
    sqlite3_bind_int64(statement, 3, number);
    text(statement, 4, "reserved");
    sqlite3_bind_int64(statement, 5, 1);
    sqlite3_bind_int64(statement, 6, on_hand);
    sqlite3_bind_int64(statement, 7, reserved);
    text(statement, 8, ids->order);
    sqlite3_bind_null(statement, 9);
    text(statement, 10, "shop");
    text(statement, 11, "ordered");
    sqlite3_bind_int64(statement, 12, writer->texts.now);
    return run(statement);
}

static int insert_head(struct order_writer *writer, const struct ids *ids) {
    const struct order_texts *texts = &writer->texts;
    sqlite3_stmt *statement = writer->statements[insert_order];
    text(statement, 1, ids->order);
    text(statement, 2, ids->number);
    text(statement, 3, ids->cart);
    text(statement, 4, "pending");
    text(statement, 5, "en");
    text(statement, 6, "ada@example.org");
    text(statement, 7, texts->address);
    text(statement, 8, texts->address);
    text(statement, 9, "{\"method\":\"ship\"}");
    text(statement, 10, "EUR");
    sqlite3_bind_int64(statement, 11, 4938845);
    text(statement, 12, texts->totals);
    sqlite3_bind_int64(statement, 13, texts->now);
    text(statement, 14, "ship");
    return run(statement);
}

static int insert_position(struct order_writer *writer, const struct ids *ids, int position) {
    const struct order_texts *texts = &writer->texts;
    sqlite3_stmt *statement = writer->statements[insert_line];
    text(statement, 1, ids->order);
    sqlite3_bind_int64(statement, 2, position);
    text(statement, 3, "car");
    text(statement, 4, texts->name);
    text(statement, 5, texts->options);
    sqlite3_bind_int64(statement, 6, 1);
    text(statement, 7, texts->choices);
    text(statement, 8, texts->checked);
    sqlite3_bind_int64(statement, 9, 1);
    sqlite3_bind_int64(statement, 10, 4884000);
    text(statement, 11, texts->demand);
    text(statement, 12, "at_order");
    return run(statement);
}

static int insert_payment(struct order_writer *writer, const struct ids *ids) {
    const struct order_texts *texts = &writer->texts;
    sqlite3_stmt *statement = writer->statements[insert_attempt];
    text(statement, 1, ids->attempt);
    text(statement, 2, ids->order);
    text(statement, 3, "authorising");
    sqlite3_bind_int64(statement, 4, 4938845);
    text(statement, 5, "EUR");
    text(statement, 6, "pm_card_visa");
    sqlite3_bind_int64(statement, 7, texts->now);
    sqlite3_bind_int64(statement, 8, texts->now);
    text(statement, 9, "http://127.0.0.1/orders/return");
    sqlite3_bind_int64(statement, 10, texts->now);
    int code = run(statement);
    if (code) return code;

    static const unsigned char hash[32] = {1, 2, 3, 4, 5, 6, 7, 8};
    statement = writer->statements[insert_client_key];
    text(statement, 1, ids->cart);
    text(statement, 2, "key");
    sqlite3_bind_blob(statement, 3, hash, sizeof hash, SQLITE_STATIC);
    text(statement, 4, ids->order);
    text(statement, 5, ids->attempt);
    sqlite3_bind_int64(statement, 6, 201);
    sqlite3_bind_blob(statement, 7, texts->answer, (int)strlen(texts->answer), SQLITE_STATIC);
    sqlite3_bind_int64(statement, 8, texts->now);
    return run(statement);
}

static int insert_news(struct order_writer *writer, const struct ids *ids) {
    char payload[128];
    snprintf(payload, sizeof payload, "{\"order\":\"%s\"}", ids->order);
    sqlite3_stmt *statement = writer->statements[insert_event];
    text(statement, 1, "order");
    text(statement, 2, ids->order);
    text(statement, 3, "order.placed");
    text(statement, 4, payload);
    sqlite3_bind_int64(statement, 5, writer->texts.now);
    int code = sqlite3_step(statement);
    if (code != SQLITE_ROW) return code;
    if ((code = run(statement))) return code;
    for (int job = 0; job < writer->size.jobs; job++) {
        statement = writer->statements[insert_job];
        text(statement, 1, job ? "mail" : "capture");
        text(statement, 2, payload);
        text(statement, 3, ids->order);
        sqlite3_bind_int64(statement, 4, writer->texts.now);
        sqlite3_bind_int64(statement, 5, writer->texts.now);
        if ((code = run(statement))) return code;
    }
    return SQLITE_OK;
}

static int write_order(struct order_writer *writer, long order) {
    struct ids ids;
    snprintf(ids.order, sizeof ids.order, "%s-order-%ld", writer->texts.prefix, order);
    snprintf(ids.cart, sizeof ids.cart, "%s-cart-%ld", writer->texts.prefix, order);
    snprintf(ids.attempt, sizeof ids.attempt, "%s-attempt-%ld", writer->texts.prefix, order);
    snprintf(ids.number, sizeof ids.number, "%ld", order);
    int code = SQLITE_OK;
    for (int place = 0; !code && place < writer->size.items; place++)
        code = reserve(writer, &ids, (order + place) % writer->size.stocked_items);
    if (!code) code = insert_head(writer, &ids);
    for (int position = 1; !code && position <= writer->size.lines; position++)
        code = insert_position(writer, &ids, position);
    if (!code) code = insert_payment(writer, &ids);
    return code ? code : insert_news(writer, &ids);
}

int order_writer_write(struct order_writer *writer, long first, long count, long group) {
    for (long done = 0; done < count; done += group) {
        int code = run(writer->begin);
        for (long place = done; !code && place < count && place < done + group; place++)
            code = write_order(writer, first + place);
        if (!code) code = run(writer->commit);
        if (code) return code;
    }
    return SQLITE_OK;
}
