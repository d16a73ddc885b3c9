// SPDX-License-Identifier: Apache-2.0
// A cluster from files: one file or a folder (with its subfolders) of JSON and YAML, as `kubectl get -o json`
// writes them. Nothing is written and nothing can be read afresh.
#pragma once

#include "cluster/items.h"
#include "cluster/members.h"
#include "cluster/source.h"

#include <array>
#include <cstddef>
#include <deque>

namespace plimsoll::cluster {

/// Objects of kinds that Plimsoll does not read are skipped and counted. A kind that no file holds is
/// NotServed; a file that is broken leaves in doubt what it held: its kinds, and the absent ones, are Failed
/// then.
class FileSource final : public Source {
    Q_OBJECT

public:
    FileSource(std::string path, Cluster& cluster, QObject* parent = nullptr);
    ~FileSource() override;

    void start() override;
    [[nodiscard]] SourceInfo info() const override;
    [[nodiscard]] Access* access() override { return nullptr; }
    /// Reads the files again.
    void refresh() override;

    /// Objects of kinds that Plimsoll does not read.
    [[nodiscard]] std::size_t skipped() const { return m_skipped; }

private:
    struct File {
        std::string path;
        std::int64_t size = 0;
    };
    struct Seen {
        bool any = false;
        bool doubtful = false;
        std::int64_t bytes = 0;
        std::string version;
    };

    void begin();
    void readNext();
    void finish();
    void fail(const Error& error);
    [[nodiscard]] Result<std::deque<File>> files() const;
    [[nodiscard]] Result<void> read(const std::string& path);
    [[nodiscard]] Result<void> readText(const std::string& path, std::string_view text);
    void take(const std::string& path, Item&& item, const ListHead& head);
    void keep(const std::string& path, Kind kind, Item&& item);

    std::string m_path;
    Cluster& m_cluster;
    std::deque<File> m_files;
    Members m_members;
    std::array<Seen, kindCount> m_seen{};
    std::array<bool, kindCount> m_inFile{}; // kinds in the file under way
    std::optional<Error> m_firstError;
    std::int64_t m_total = 0;
    std::int64_t m_done = 0;
    std::size_t m_skipped = 0;
    std::size_t m_nameless = 0; // things without kind in the file under way
    UnixSeconds m_newest = 0;
    bool m_reading = false;
};

} // namespace plimsoll::cluster
