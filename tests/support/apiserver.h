// SPDX-License-Identifier: Apache-2.0
// A real etcd and kube-apiserver of $KUBEBUILDER_ASSETS in a temporary folder, on free ports of 127.0.0.1,
// with nothing else: no nodes, no controllers. Tests write what those would have written. Works with 1.20
// to 1.36.
#pragma once

#include "base/error.h"
#include "cluster/kinds.h"
#include "support/apiconnection.h"

#include <QByteArray>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace plimsoll::test {

/// A write to be done: see ApiServer::apply().
struct ApiWrite {
    QByteArray method; // "POST", "PATCH" (a merge patch), "PUT", "DELETE"
    std::string path;
    QByteArray body;
};

class ApiServer {
public:
    /// With a folder of one's own, etcd's data outlive the server: the next one goes on with them.
    explicit ApiServer(const QString& keptFolder = {});
    ~ApiServer(); // stops both processes and removes the folder, unless it is a kept one
    ApiServer(const ApiServer&) = delete;
    ApiServer& operator=(const ApiServer&) = delete;

    /// Why tests that need a server cannot run here (for QSKIP), or nothing.
    [[nodiscard]] static std::optional<QString> unavailable();

    /// More flags for the API server, from its next start on: "--goaway-chance=0.02".
    void setFlags(const QStringList& flags) { m_flags = flags; }
    /// Lines of tokens.csv ("token,user,uid,\"group\""), from the next start on; by default those of
    /// kubeconfig().
    Result<void> setTokens(const QByteArray& lines);
    /// etcd forgets everything before what is written now, on behalf of no kind that a test looks at.
    Result<void> compact();

    /// Starts both and waits for /readyz. The error holds the end of the log.
    Result<void> start();
    /// SIGKILL to the API server; etcd goes on.
    void kill9();
    /// Starts the API server again on the same port and data, and waits until it is ready.
    Result<void> restart();
    /// SIGSTOP and SIGCONT: connections stay open and nothing answers.
    void freeze();
    void thaw();

    [[nodiscard]] std::string url() const; // "https://127.0.0.1:PORT"
    [[nodiscard]] quint16 port() const { return m_port; }
    /// Contexts "test" (admin-token, system:masters) and "limited" (limited-token: user "limited", who may do
    /// nothing until a test gives it a role). "test" is current.
    [[nodiscard]] QString kubeconfig() const;
    [[nodiscard]] std::string caPem() const;
    [[nodiscard]] QString folder() const { return m_path; } // audit files of a test may go here

    [[nodiscard]] std::unique_ptr<ApiConnection> connection(const QByteArray& token = "admin-token") const;

    /// CustomResourceDefinitions for every kind of cluster/kinds.h that is no built-in, served in all the
    /// versions that we understand, stored in the preferred one, with any fields. There is no status
    /// subresource: a test writes an object with its status in one request. Waits until they are served.
    Result<void> createCrds(std::optional<std::string> onlyGroup = std::nullopt);

    /// Sends the writes over up to `connections` connections at once, so in no fixed order: what must exist
    /// first (namespaces) goes in a call before. The error is the first one, naming the path.
    Result<void> apply(const std::vector<ApiWrite>& writes, int connections = 24);

private:
    Result<void> launchEtcd();
    Result<void> launchApiServer();
    Result<void> writeFiles();
    Result<void> waitReady();
    [[nodiscard]] QString path(const QString& name) const;
    [[nodiscard]] std::string logTail() const;

    std::optional<QTemporaryDir> m_temporary;
    QString m_path;
    QProcess m_etcd;
    QProcess m_apiserver;
    QStringList m_flags;
    quint16 m_port = 0;
    quint16 m_etcdPort = 0;
    quint16 m_peerPort = 0;
};

/// "/apis/serving.knative.dev/v1/namespaces/shop/revisions[/NAME]"; `ns` is empty for cluster-wide kinds and
/// to mean all namespaces. The preferred version unless one is given.
[[nodiscard]] std::string pathOf(cluster::Kind kind, std::string_view ns, std::string_view name = {},
                                 std::string_view version = {});

/// A POST of the object (kind and apiVersion are filled in where they are missing). For built-in kinds
/// that have a status subresource the status needs a second write: statusOf().
[[nodiscard]] ApiWrite creationOf(cluster::Kind kind, std::string_view ns, const QByteArray& object);
/// Sets the status by a merge patch: of /status for built-in kinds, of the object for ours.
[[nodiscard]] ApiWrite statusOf(cluster::Kind kind, std::string_view ns, std::string_view name,
                                const QByteArray& status);

} // namespace plimsoll::test
