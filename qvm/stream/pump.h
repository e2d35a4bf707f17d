/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pump: the loop's side of a stream: bytes between its rings and its ends.
 * For stream.c and the ends; loop thread, or main thread while there is none.
 */
#ifndef QVM_STREAM_PUMP_H
#define QVM_STREAM_PUMP_H

#include <stdbool.h>

#include "qvm/stream/stream.h"

/* Sources for the bell and the pause. 0 or -errno after a message. */
int must_check pump_attach(struct stream *s);

/* Moves what can be moved, tells of input, and arranges to be called again.
 * `readable`: the input end may have something. */
void pump_serve(struct stream *s, bool readable);

/* Output only; true if some was moved. `*waits`: the end takes no more now. */
bool pump_out(struct stream *s, bool *waits);

/* The loop forgets the end's fd, which is still open. */
void pump_unwatch(struct stream_end *end);

#endif
