// SPDX-License-Identifier: Apache-2.0
// Finding and merging; resolve.cpp has what is made of it. Source: clientcmd/loader.go.
#include "kube/kubeconfig.h"

#include "kube/kubeconfigfile.h"
#include "kube/words.h"

#include <unistd.h>

#include <QDir>
#include <QFileInfo>
#include <QString>

#include <algorithm>

namespace plimsoll::kube {
namespace {

bool exists(const std::string& path) {
    return QFileInfo::exists(QString::fromStdString(path));
}

struct Search {
    std::vector<std::string> paths;
    bool named = false; // by --kubeconfig
};

Search searchPaths(const Flags& flags, const Environment& env) {
    if (flags.kubeconfig && !flags.kubeconfig->empty()) {
        return {{*flags.kubeconfig}, true};
    }
    if (const auto list = env.variable("KUBECONFIG"); list && !list->empty()) {
        Search search;
        const auto entries = QString::fromStdString(*list).split(QDir::listSeparator(), Qt::SkipEmptyParts);
        for (const auto& entry : entries) {
            const auto path = entry.toStdString();
            if (std::find(search.paths.begin(), search.paths.end(), path) == search.paths.end()) {
                search.paths.push_back(path);
            }
        }
        return search;
    }
    const auto usual = env.home + "/.kube/config";
    const auto old = env.home + "/.kube/.kubeconfig"; // kubectl moves it once; here it is only read
    return {{exists(usual) || !exists(old) ? usual : old}, false};
}

void merge(KubeconfigFile& merged, KubeconfigFile file) {
    merged.clusters.merge(file.clusters); // keeps what is already there
    merged.users.merge(file.users);
    merged.contexts.merge(file.contexts);
    if (merged.currentContext.empty() && !file.currentContext.empty()) {
        merged.currentContext = file.currentContext;
        merged.currentContextFile = file.currentContextFile;
        merged.currentContextOrder = file.currentContextOrder;
    }
}

Failure noFile(const Search& search) {
    if (search.paths.empty()) {
        return fail(ErrorCode::NotFound, "KUBECONFIG names no file", {},
                    "Set it to a kubeconfig or unset it");
    }
    std::string all;
    for (const auto& path : search.paths) {
        all += (all.empty() ? "" : ", ") + path;
    }
    return fail(ErrorCode::NotFound,
                search.paths.size() == 1 ? "no such kubeconfig" : "none of these files exists", all,
                "Name a kubeconfig with --kubeconfig or $KUBECONFIG");
}

} // namespace

Environment Environment::ofProcess() {
    Environment env;
    env.variable = [](const std::string& name) -> std::optional<std::string> {
        if (!qEnvironmentVariableIsSet(name.c_str())) {
            return std::nullopt;
        }
        return qgetenv(name.c_str()).toStdString();
    };
    env.home = QDir::homePath().toStdString();
    env.shell = env.variable("SHELL").value_or("/bin/sh");
    env.terminal = isatty(STDIN_FILENO) == 1 || isatty(STDOUT_FILENO) == 1 || isatty(STDERR_FILENO) == 1;
    return env;
}

std::vector<std::string> kubeconfigPaths(const Flags& flags, const Environment& env) {
    return searchPaths(flags, env).paths;
}

Result<Kubeconfig> Kubeconfig::load(const Flags& flags, const Environment& env) {
    auto data = std::make_shared<Data>();
    const auto search = searchPaths(flags, env);
    int order = 0;
    for (const auto& path : search.paths) {
        ++order;
        const auto text = readFile(path);
        if (!text && text.error().code == ErrorCode::NotFound) {
            data->warnings.push_back(text.error());
            continue;
        }
        data->files.push_back(path);
        auto file =
            text ? parseKubeconfig(*text, path, order) : Result<KubeconfigFile>(tl::unexpect, text.error());
        if (file) {
            merge(data->merged, std::move(*file));
        } else {
            data->warnings.push_back(file.error());
            data->broken.emplace_back(order, file.error());
        }
    }
    if (data->files.empty() && (search.named || !given(flags.server))) {
        return noFile(search); // --server alone is enough to talk to a cluster
    }
    if (!data->broken.empty() && data->broken.size() == data->files.size()) {
        std::vector<Error> all;
        for (const auto& [place, error] : data->broken) {
            all.push_back(error);
        }
        return tl::unexpected(together(all));
    }
    Kubeconfig kubeconfig;
    kubeconfig.m_data = std::move(data);
    return kubeconfig;
}

std::vector<ContextInfo> Kubeconfig::contexts() const {
    const auto& merged = m_data->merged;
    std::vector<ContextInfo> infos;
    for (const auto& [name, context] : merged.contexts) {
        ContextInfo info{name, context.cluster, context.user, context.ns, {}, context.file, {}, false};
        if (const auto cluster = merged.clusters.find(context.cluster); cluster != merged.clusters.end()) {
            info.server = cluster->second.server;
        }
        if (const auto user = merged.users.find(context.user);
            user != merged.users.end() && user->second.exec) {
            info.execCommand = commandLineOf(*user->second.exec);
        }
        info.current = name == merged.currentContext;
        infos.push_back(std::move(info));
    }
    return infos;
}

const std::string& Kubeconfig::currentContext() const {
    return m_data->merged.currentContext;
}

const std::vector<std::string>& Kubeconfig::files() const {
    return m_data->files;
}

const std::vector<Error>& Kubeconfig::warnings() const {
    return m_data->warnings;
}

} // namespace plimsoll::kube
