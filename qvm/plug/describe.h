/* SPDX-License-Identifier: Apache-2.0 */
/*
 * describe: a vdev's tables as the text of `vdev-NAME.json`.
 *
 * The same bytes are written when a vdev is built and compared when it is
 * loaded: so a description can't say anything else than its object.
 */
#ifndef QVM_PLUG_DESCRIBE_H
#define QVM_PLUG_DESCRIBE_H

#include <qvm/vdev.h>
#include <stdio.h>

/* `plugin` has been checked (plugin_check). `sha256`: of the object. */
void plugin_describe(FILE *out, const struct vdev_plugin *plugin,
		     const char *sha256);

#endif
