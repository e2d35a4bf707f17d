/* SPDX-License-Identifier: Apache-2.0 */
/*
 * acpi: the tables that tell the guest about the machine, in the hardware-
 * reduced profile. [ACPI 6.4, 3.11.1 and 4.1]
 *
 * Made from the plan alone, so what the guest is told is what is built. Names
 * no device: a vdev's description says what ACPI calls it.
 */
#ifndef QVM_X86_64_ACPI_H
#define QVM_X86_64_ACPI_H

#include "qvm/plan/plan.h"
#include "qvm/x86_64/plan_room.h"

/*
 * Adds RSDP, XSDT, FADT, MADT and DSDT as pieces in the highest free pages of
 * ram below 4 GiB, and sets plan->acpi_rsdp. Returns the pages that they
 * share; len 0 with `acpi: none`, or after a finding (rule tables-fit).
 */
struct range acpi_plan(struct plan *p, const struct room *room,
		       struct conf_report *report);

/* ---- between the files that make tables ----------------------------------- */

struct acpi_header;

/* A table in the arena. */
struct acpi_bytes {
	void *bytes;
	size_t len;
};

/* The table that the guest interprets: its devices, the power button, S5. */
struct acpi_bytes acpi_dsdt(const struct plan *p);

/* The table of interrupt controllers and processors. */
struct acpi_bytes acpi_madt(const struct plan *p);

/* Fills a header for a table of `len` bytes, all but the checksum. */
void acpi_header_init(struct acpi_header *h, const char *signature,
		      unsigned revision, size_t len);

/* Sets the checksum once all other bytes are final. */
void acpi_header_seal(struct acpi_header *h);

#endif
