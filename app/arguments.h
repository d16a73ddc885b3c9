// SPDX-License-Identifier: Apache-2.0
// The command line: kubectl's flag names, our commands. Parsed by us because `--demo` takes a value only
// after '='.
#pragma once

#include "kube/kubeconfig.h"
#include "session/value.h"

#include <optional>
#include <string>
#include <vector>

namespace plimsoll::app {

struct Arguments {
    std::string command; // empty: the window
    std::vector<std::string> operands;

    kube::Flags kube;
    std::optional<int> demo; // revisions; 0: the default size
    std::optional<std::string> from;
    bool withEndpoints = false;          // also read core Endpoints, to measure what that costs
    std::vector<std::string> namespaces; // -n a,b; kube.ns is the first of them
    bool allNamespaces = false;
    int verbosity = 0; // kubectl's -v: 6 and more tell of every request

    std::string output; // "" (table), "json"; for export the file
    std::string view = "graph";
    std::string theme;
    bool all = false;
    bool yes = false;
    bool dryRun = false;
    bool readOnly = false;
    bool allowExec = false;
    bool help = false;
    bool version = false;
    std::string istioVersion;
    std::string proxy;      // "NS/POD", of weight
    bool resources = false; // weight lists what each proxy carries
    std::string sort;       // "name" or "bytes"
    std::string explain;    // "NS/POD", of weight; the service is an operand
    std::string whatIf;     // levers, with commas
    std::string by;         // "namespace", "service" or "revision"
    session::Options session;

    /// -n narrows what is read, where what is outside does not change the answer.
    [[nodiscard]] bool narrows() const;
    /// A namespace that the answer is about.
    [[nodiscard]] bool shows(const std::string& ns) const;
    /// A source was named: a cookie is then also looked up in it.
    [[nodiscard]] bool namesSource() const;
};

/// `words`: without the program's name.
[[nodiscard]] Result<Arguments> parseArguments(const std::vector<std::string>& words);

/// Help for a command, or for the program.
[[nodiscard]] std::string helpText(const std::string& command);

} // namespace plimsoll::app
