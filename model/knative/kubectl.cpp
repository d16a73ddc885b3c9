// SPDX-License-Identifier: Apache-2.0
#include "knative/change.h"
#include "mesh/visibility.h"

#include <algorithm>

namespace plimsoll::knative {
namespace {

/// As a word of a POSIX shell.
std::string shellWord(const std::string& word) {
    constexpr std::string_view harmless =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-~";
    if (!word.empty() && word.front() != '~' && word.find_first_not_of(harmless) == std::string::npos) {
        return word;
    }
    std::string text = "'";
    for (const char c : word) {
        text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return text + "'";
}

} // namespace

std::string kubectlCommand(const std::string& context, const std::string& ns,
                           const std::vector<std::string>& services,
                           const std::optional<std::string>& exportTo) {
    std::string command = "kubectl annotate service -n " + shellWord(ns);
    for (const auto& service : services) {
        command += " " + shellWord(service);
    }
    const std::string key(mesh::exportToAnnotation);
    command += exportTo ? " " + shellWord(key + "=" + *exportTo) + " --overwrite" : " " + key + "-";
    return context.empty() ? command : command + " --context " + shellWord(context);
}

} // namespace plimsoll::knative
