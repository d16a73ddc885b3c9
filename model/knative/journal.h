// SPDX-License-Identifier: Apache-2.0
// What Plimsoll changed, on disk before it is sent: one JSON line an entry, appended and fsynced under a lock
// file, so that undo survives a crash and two instances can share it.
#pragma once

#include "base/error.h"
#include "base/time.h"

#include <optional>
#include <string>
#include <vector>

namespace plimsoll::knative {

struct JournalEntry {
    std::string id; // sortable by time, unique
    UnixSeconds time = 0;
    std::string context; // name and server: undo goes only to the same server
    std::string server;
    std::string ns;
    std::string revision;
    std::string service;               // the Kubernetes Service
    std::string uid;                   // of the Service
    std::optional<std::string> before; // the annotation's value; none: absent
    std::optional<std::string> after;
    enum class State { Intended, Done, Failed, Undone };
    State state = State::Intended;
    std::string batch; // entries of one click share it
    bool operator==(const JournalEntry&) const = default;
};

struct JournalContents {
    std::vector<JournalEntry> entries; // the newest state of each id, oldest first
    std::vector<Error> problems;       // lines that are no entries, by number
};

class Journal {
public:
    /// `path`: the journal file; its folder is made when missing.
    explicit Journal(std::string path);
    /// Appends and fsyncs; an error means that nothing must be sent. Waits up to two seconds for another
    /// instance that is writing.
    [[nodiscard]] Result<void> write(const JournalEntry& entry);
    /// All entries, and what could not be read; a torn last line (crash) is left out. No file yet is an empty
    /// journal.
    [[nodiscard]] Result<JournalContents> load() const;
    [[nodiscard]] const std::string& path() const { return m_path; }

private:
    std::string m_path;
};

/// An id for an entry or a batch: "20261121T120000.123456789Z-PID", sortable by time, unique.
[[nodiscard]] std::string newJournalId();

/// $XDG_STATE_HOME/plimsoll/journal.jsonl, else ~/.local/state/…
[[nodiscard]] std::string defaultJournalPath();

} // namespace plimsoll::knative
