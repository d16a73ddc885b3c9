// SPDX-License-Identifier: Apache-2.0
// The commands: each prints its data on stdout and errors on stderr, and returns kubectl's exit code (0 or
// 1).
#pragma once

#include "app/arguments.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdio>

namespace plimsoll::app {

int revisionsCommand(const Arguments& arguments);
int dumpCommand(const Arguments& arguments);
int statusCommand(const Arguments& arguments);
int weightCommand(const Arguments& arguments);
int lintCommand(const Arguments& arguments);
int cookieCommand(const Arguments& arguments);
int changeCommand(const Arguments& arguments); // hide and show
int exportCommand(const Arguments& arguments); // needs a QApplication

/// "error: …" on stderr; returns 1.
int complain(const Error& error);
void print(const std::string& text, std::FILE* to = stdout);
/// Indented by two; what is no UTF-8 is replaced.
void printJson(const nlohmann::ordered_json& json);

} // namespace plimsoll::app
