/* SPDX-License-Identifier: Apache-2.0 */
/*
 * manual: the parts of qvmconf(5) that no table has, written by hand in mdoc.
 */
#ifndef QVM_CONF_MANUAL_H
#define QVM_CONF_MANUAL_H

extern const char manual_head[], manual_foot[];

#endif
