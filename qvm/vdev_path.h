/* SPDX-License-Identifier: Apache-2.0 */
/*
 * vdev_path: where vdevs are looked for: the option, else $QVM_VDEV_PATH, else
 * lib/qvm/vdev beside the directory of this executable, so that a tree can be
 * moved as a whole.
 */
#ifndef QVM_VDEV_PATH_H
#define QVM_VDEV_PATH_H

#include "conf/util/arena.h"

/* `option` may be NULL. The result lives in `arena`, or is the option. */
const char *vdev_path(const char *option, struct arena *arena);

#endif
