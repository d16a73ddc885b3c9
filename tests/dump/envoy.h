// SPDX-License-Identifier: Apache-2.0
// A real Envoy on loopback, configured from files as a control plane would configure it.
#pragma once

#include <nlohmann/json.hpp>

#include <QByteArray>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

namespace plimsoll::test {

class Envoy {
public:
    using Json = nlohmann::ordered_json;

    // A subscription to a file takes an inotify instance, of which a user has 128.
    static constexpr int largestEds = 50; // clusters of EDS; what follows is STATIC
    static constexpr int listeners = 10;  // each with a route configuration for its share of the clusters

    /// Clusters with two endpoints each.
    explicit Envoy(int clusters) : m_count(clusters) {}
    ~Envoy();

    /// Empty once the admin interface answers; else what went wrong.
    [[nodiscard]] QString start(const QString& program);
    /// The answer to a GET; empty when there is none.
    [[nodiscard]] QByteArray get(const QString& path) const;
    [[nodiscard]] QString file(const QString& name) const { return m_folder.filePath(name); }

private:
    void write(const QString& name, const Json& json) const;
    [[nodiscard]] Json fromFile(const QString& name) const;
    void writeClusters() const;
    void writeListeners() const;
    void writeBootstrap() const;

    int m_count;
    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_address; // of the admin interface
};

} // namespace plimsoll::test
