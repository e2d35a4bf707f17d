/* SPDX-License-Identifier: Apache-2.0 */
/*
 * chardev: how a file says what a stream of bytes is attached to.
 *
 *   none | stdio | pty | { file: "...", cap: 10M } | { socket: "..." } |
 *   { pty: "..." }
 *
 * Only says what is wanted; opening it is the host's work.
 */
#ifndef QVM_CONF_CHARDEV_H
#define QVM_CONF_CHARDEV_H

#include "conf/check.h"

/* The plain words, in the order of enum conf_chardev_kind. */
extern const char chardev_words[], chardev_input_words[];

/* The mapping. */
extern const struct conf_record chardev_record;

/* Reads a value of a FIELD_CHARDEV row into a struct conf_chardev. */
void chardev_read(const struct check *c, const struct conf_node *node,
		  const struct conf_field *field, void *into);

#endif
