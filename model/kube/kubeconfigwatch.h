// SPDX-License-Identifier: Apache-2.0
// Notices that a kubeconfig is not what it was: written in place, replaced by rename (as kubectl and editors
// do), removed, or there for the first time. It only looks, and never writes.
#pragma once

#include "kube/kubeconfig.h"

#include <QByteArray>
#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace plimsoll::kube {

class KubeconfigWatch final : public QObject {
    Q_OBJECT

public:
    /// Over the files that load() looks at with these flags, whether they exist or not.
    KubeconfigWatch(Flags flags, Environment env, QObject* parent = nullptr);
    /// How long nothing must have happened before the files are read: several writes are one change.
    void setQuiet(std::chrono::milliseconds quiet);

signals:
    void changed(); // the bytes of at least one file differ from those seen last

private:
    void arm();
    void look();
    [[nodiscard]] QByteArray stamp() const;
    [[nodiscard]] QByteArray contents() const;

    Flags m_flags;
    Environment m_env;
    QFileSystemWatcher m_watcher;
    QTimer m_quiet;
    QByteArray
        m_stamp; // of the files' names, times and sizes: asked first, as their folder may be a busy one
    QByteArray m_contents; // a hash
};

/// What of a connection is another one now, for a sentence: "server", "credentials", "namespace", "server and
/// credentials", ...; empty: nothing. What is read from files named in the kubeconfig does not count: those
/// are read again while connected (credentials.h).
[[nodiscard]] std::string differences(const Config& before, const Config& now);

} // namespace plimsoll::kube
