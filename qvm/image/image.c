/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading images. Must never trust a size twice: the bytes that are read are
 * bounded by the plan, and a file that is no longer what it was is refused.
 */
#include "qvm/image/image.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "conf/util/sha256.h"
#include "qvm/host/file.h"

static const char *open_error(int err)
{
	switch (err) {
	case EINVAL:
		return "not a regular file";
	case ELOOP:
		return "reached by a link that others could change";
	default:
		return strerrordesc_np(err);
	}
}

static const char *open_fix(int err)
{
	switch (err) {
	case ENOENT:
		return "paths start at the directory of this file";
	case ELOOP:
		return "name the file itself, or keep the link in a directory "
		       "that only root can write";
	case EISDIR:
	case EINVAL:
		return "name a regular file";
	default:
		return "make it readable for the user who starts qvm";
	}
}

static void tell_open(const struct plan_image *image, int err,
		      struct conf_report *report)
{
	struct conf_finding *f = report_find(
		report, node_key_place(image->conf->node, "file"), "image-open",
		"can't open %s image %s: %s", image->what, image->conf->file,
		open_error(err));

	f->fix = open_fix(err);
}

static void open_image(struct plan *p, struct plan_image *image,
		       struct conf_report *report)
{
	struct stat st;
	int fd = host_file_open(image->conf->file, &st);
	unsigned char *head;

	if (fd < 0) {
		tell_open(image, -fd, report);
		return;
	}
	image->fd = fd;
	image->size = (uint64_t)st.st_size;
	image->mtime = st.st_mtim;
	image->head_len = image->size < PLAN_IMAGE_HEAD ? (size_t)image->size :
							  PLAN_IMAGE_HEAD;
	head = arena_new(p->arena, image->head_len + 1);
	image->head = head;
	if (image->size == 0)
		report_find(report, node_key_place(image->conf->node, "file"),
			    "image-empty", "%s image %s is empty", image->what,
			    image->conf->file);
	else if (host_file_read(fd, head, image->head_len, 0) != 0)
		tell_open(image, EIO, report);
}

void images_open(struct plan *p, struct conf_report *report)
{
	for (size_t i = 0; i < p->n_image; i++)
		open_image(p, &p->image[i], report);
	p->images_known = report->n == 0;
}

/* Adds to the hash what lies in the file but in no piece. */
static int hash_gap(struct sha256 *sum, int fd, uint64_t from, uint64_t to)
{
	unsigned char bytes[4096];

	while (from < to) {
		size_t n = to - from < sizeof(bytes) ? (size_t)(to - from) :
						       sizeof(bytes);
		int err = host_file_read(fd, bytes, n, from);

		if (err != 0)
			return err;
		sha256_add(sum, bytes, n);
		from += n;
	}
	return 0;
}

static bool is_unchanged(const struct plan_image *image)
{
	struct stat st;

	return fstat(image->fd, &st) == 0 &&
	       (uint64_t)st.st_size == image->size &&
	       st.st_mtim.tv_sec == image->mtime.tv_sec &&
	       st.st_mtim.tv_nsec == image->mtime.tv_nsec;
}

static void tell_changed(const struct plan_image *image,
			 struct conf_report *report)
{
	report_find(report, node_key_place(image->conf->node, "file"),
		    "image-changed",
		    "%s image %s changed while it was read", image->what,
		    image->conf->file)
		->fix = "put a new image in place with a rename";
}

static void check_hash(const struct plan_image *image, struct sha256 *sum,
		       struct conf_report *report)
{
	char hex[SHA256_HEX];

	sha256_hex(sum, hex);
	if (strcmp(hex, image->conf->sha256) != 0)
		report_find(report,
			    node_key_place(image->conf->node, "sha256"),
			    "image-hash", "%s image %s has sha256 %s",
			    image->what, image->conf->file, hex)
			->fix = "use the image that the file means, or correct "
				"the hash";
}

/* Each image has one piece: from its file offset to the end of `at`. */
static void place_file(struct plan *p, const struct plan_piece *piece,
		       void *bytes, struct conf_report *report)
{
	const struct plan_image *image = &p->image[piece->image];
	bool hashed = image->conf->sha256 != NULL;
	struct sha256 sum;
	int err;

	sha256_begin(&sum);
	err = hashed ? hash_gap(&sum, image->fd, 0, piece->file_offset) : 0;
	if (err == 0)
		err = host_file_read(image->fd, bytes, piece->at.len,
				     piece->file_offset);
	if (err == 0 && hashed) {
		sha256_add(&sum, bytes, piece->at.len);
		err = hash_gap(&sum, image->fd,
			       piece->file_offset + piece->at.len, image->size);
	}
	if (err != 0 || !is_unchanged(image))
		tell_changed(image, report);
	else if (hashed)
		check_hash(image, &sum, report);
}

void images_place(struct plan *p, image_target *target, void *owner,
		  struct conf_report *report)
{
	for (size_t i = 0; i < p->n_piece; i++) {
		const struct plan_piece *piece = &p->piece[i];
		void *bytes = target(owner, piece->at);

		if (piece->bytes != NULL)
			memcpy(bytes, piece->bytes, piece->at.len);
		else
			place_file(p, piece, bytes, report);
	}
}

void images_close(struct plan *p)
{
	for (size_t i = 0; i < p->n_image; i++) {
		if (p->image[i].fd >= 0)
			close(p->image[i].fd);
		p->image[i].fd = -1;
	}
}
