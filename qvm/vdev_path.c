/* SPDX-License-Identifier: Apache-2.0 */
#include "qvm/vdev_path.h"

#include <limits.h>
#include <stdlib.h>

#include "qvm/host/file.h"

const char *vdev_path(const char *option, struct arena *arena)
{
	const char *environment = secure_getenv("QVM_VDEV_PATH");
	char self[PATH_MAX];

	if (option != NULL)
		return option;
	if (environment != NULL && environment[0] != '\0')
		return environment;
	if (host_self_directory(self, sizeof(self)) != 0)
		return "/usr/lib/qvm/vdev"; /* /proc is not there */
	return arena_printf(arena, "%s/../lib/qvm/vdev", self);
}
