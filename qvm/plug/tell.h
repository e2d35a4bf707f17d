/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tell: what qvm says about the language and the vdevs on its path, from the
 * tables and the descriptions. Each prints to stdout and returns an exit
 * status. Only tell_description runs a plug-in's code.
 */
#ifndef QVM_PLUG_TELL_H
#define QVM_PLUG_TELL_H

int tell_explain(const char *key, const char *vdev_path);
int tell_schema(const char *vdev_path);
int tell_manual(const char *vdev_path);
int tell_vdevs(const char *vdev_path);
int tell_description(const char *object);

#endif
