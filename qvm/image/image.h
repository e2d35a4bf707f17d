/* SPDX-License-Identifier: Apache-2.0 */
/*
 * image: the files whose bytes go into the guest.
 *
 *   images_open (facts for the plan) -> image_place* (assembly) -> images_close
 *
 * A file is opened once; what was planned with is what is placed. Findings
 * are the operator's (exit 65): an image that is missing, is not a file, has
 * another hash, or changed while it was read.
 */
#ifndef QVM_IMAGE_IMAGE_H
#define QVM_IMAGE_IMAGE_H

#include "qvm/plan/plan.h"

/* Opens every image of the plan and fills in its facts. */
void images_open(struct plan *p, struct conf_report *report);

/* Where a piece's bytes go: the host's address for guest-physical span `r`,
 * which the plan has shown to lie inside one ram or rom. */
typedef void *image_target(void *owner, struct range r);

/* Puts every piece of the plan where it belongs and checks the hashes. */
void images_place(struct plan *p, image_target *target, void *owner,
		  struct conf_report *report);

/* Accepts images that were never opened. */
void images_close(struct plan *p);

#endif
