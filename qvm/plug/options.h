/* SPDX-License-Identifier: Apache-2.0 */
/*
 * options: the values of a device's options, where the vdev expects them; and
 * what chardev options name, opened.
 */
#ifndef QVM_PLUG_OPTIONS_H
#define QVM_PLUG_OPTIONS_H

#include "qvm/plug/instance.h"

/* Fills vdev.options and opens the streams. 0 or -errno after a message. */
int must_check options_apply(struct instance *i, struct arena *arena);

#endif
