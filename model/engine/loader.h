// SPDX-License-Identifier: Apache-2.0
// One source read to the end on this thread, for the command line: no window, no second thread.
#pragma once

#include "engine/model.h"

#include <QObject>

namespace plimsoll::engine {

class Loader final : public QObject {
    Q_OBJECT

public:
    explicit Loader(const SourceFactory& factory);
    ~Loader() override;

    /// Runs an event loop until every kind is settled. An error when nothing can be had at all, or when
    /// `seconds` (0: no limit) pass without the source being complete.
    [[nodiscard]] Result<void> load(int seconds = 0);

    [[nodiscard]] const cluster::Cluster& cluster() const { return m_cluster; }
    [[nodiscard]] cluster::Source& source() const { return *m_source; }
    [[nodiscard]] const std::vector<Error>& warnings() const { return m_warnings; }

private:
    [[nodiscard]] bool complete() const;

    cluster::Cluster m_cluster;
    std::unique_ptr<cluster::Source> m_source;
    std::vector<Error> m_warnings;
};

} // namespace plimsoll::engine
