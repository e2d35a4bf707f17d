# SPDX-License-Identifier: Apache-2.0
#
# qvm_add_vdev(NAME SOURCE...): builds vdev-NAME.so and, beside it, its
# description vdev-NAME.json. Used by qvm's own devices and, installed, by those
# of others: so it must know nothing but the targets
#
#   qvm-vdev::headers   qvm/vdev.h
#   qvm-vdev::qvm       the program, which describes
#
# It makes the targets vdev-NAME and vdev-NAME-objects; tests link the latter.
# Both files come to QVM_VDEV_OUT, by default the current build directory: that
# is the directory for `qvm --vdev-path`. They are installed to lib/qvm/vdev.
# QVM_SANITIZE is to be true where sanitizers are among the flags.

function(qvm_add_vdev name)
	set(vdev vdev-${name})
	set(out ${CMAKE_CURRENT_BINARY_DIR})
	if(QVM_VDEV_OUT)
		set(out ${QVM_VDEV_OUT})
	endif()

	add_library(${vdev}-objects OBJECT ${ARGN})
	set_target_properties(${vdev}-objects PROPERTIES
		C_VISIBILITY_PRESET hidden
		CXX_VISIBILITY_PRESET hidden
		POSITION_INDEPENDENT_CODE ON)
	target_link_libraries(${vdev}-objects PUBLIC qvm-vdev::headers)

	add_library(${vdev} MODULE $<TARGET_OBJECTS:${vdev}-objects>)
	set_target_properties(${vdev} PROPERTIES
		PREFIX "" LINKER_LANGUAGE C LIBRARY_OUTPUT_DIRECTORY ${out})
	# A plug-in calls nothing by name but libc. Sanitizers add names that
	# only the program resolves.
	if(NOT QVM_SANITIZE)
		target_link_options(${vdev} PRIVATE -Wl,-z,defs)
	endif()
	# The whole object is copied and hashed at each start of a guest, so its
	# symbols and debug information lie beside it, in vdev-NAME.so.debug.
	# And whatever the umask: qvm loads nothing that others can write.
	set(object $<TARGET_FILE:${vdev}>)
	add_custom_command(TARGET ${vdev} POST_BUILD
		COMMAND ${CMAKE_OBJCOPY} --only-keep-debug ${object} ${object}.debug
		COMMAND ${CMAKE_OBJCOPY} --strip-unneeded
			--add-gnu-debuglink=${object}.debug ${object}
		COMMAND chmod go-w ${object} VERBATIM)

	set(description ${out}/${vdev}.json)
	add_custom_command(OUTPUT ${description}
		COMMAND qvm-vdev::qvm --describe $<TARGET_FILE:${vdev}>
			> ${description}.new
		COMMAND ${CMAKE_COMMAND} -E rename
			${description}.new ${description}
		DEPENDS ${vdev} qvm-vdev::qvm
		VERBATIM)
	add_custom_target(${vdev}-description ALL DEPENDS ${description})

	install(TARGETS ${vdev} DESTINATION lib/qvm/vdev)
	install(FILES ${description} DESTINATION lib/qvm/vdev)
endfunction()
