// SPDX-License-Identifier: Apache-2.0
// Where a Cluster comes from: a live API server, files, or the demo estate. Lives on the model thread.
#pragma once

#include "cluster/access.h"
#include "cluster/cluster.h"

#include <QObject>

namespace plimsoll::cluster {

struct SourceInfo {
    enum class Type { Live, Files, Demo };
    Type type = Type::Demo;
    std::string name;   // context name, path, or "demo"
    std::string server; // URL of the API server, else empty
    std::string ns;     // the context's namespace ("default" when it has none); for hide and show
    UnixSeconds clock =
        0; // what "now" means for ages: 0 is the real clock, else a fixed moment (demo, files)
    bool writable = false; // a file is not
    bool heartbeatLost = false;
    std::string serverVersion; // "v1.36.1", empty when unknown
};

class Source : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Begins to fill the cluster given at construction. Returns at once; failures arrive as kind states and
    /// `failed`.
    virtual void start() = 0;
    [[nodiscard]] virtual SourceInfo info() const = 0;
    /// Null when nothing can be read afresh (files).
    [[nodiscard]] virtual Access* access() = 0;
    /// Asks again at once for whatever failed or is stale (F5, wake from sleep).
    virtual void refresh() {}

signals:
    /// The cluster changed: objects or states. Emitted at most once a turn of the event loop.
    void changed();
    /// Nothing can be had at all (broken kubeconfig, unreachable, not logged in); the source goes on trying
    /// where that helps.
    void failed(const plimsoll::Error& error);
    /// Something odd in the input: an object with a field of the wrong type, a Warning header.
    void warned(const plimsoll::Error& error);
};

} // namespace plimsoll::cluster
