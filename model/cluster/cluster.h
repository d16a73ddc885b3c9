// SPDX-License-Identifier: Apache-2.0
// What we remember of one cluster: a table a kind, ordered by namespace and name, and the state of each kind.
// Written by a Source on the model thread; everyone else reads it as `const Cluster&` on that thread. A copy
// shares the objects and is the state of that moment: another thread may have it.
#pragma once

#include "base/error.h"
#include "cluster/objects.h"
#include "cluster/table.h"

#include <array>
#include <optional>
#include <tuple>

namespace plimsoll::cluster {

/// How complete and fresh our knowledge of a kind is.
struct KindStatus {
    enum class State {
        Waiting,   // nothing asked yet
        Listing,   // first list under way
        Live,      // complete and watched; for files and the demo: complete
        Stale,     // was complete, the connection is lost since `since`
        Denied,    // 401/403: may not be listed
        NotServed, // the server does not know the kind; or absent from the files given
        Failed,    // anything else, see error
    };
    State state = State::Waiting;
    std::size_t objects = 0;
    std::int64_t bytes = 0;     // received for this kind, JSON
    std::optional<int> percent; // while listing, when the server told how much is left
    std::int64_t expected = 0;  // objects that the first list will bring; 0: not known
    UnixSeconds since = 0;      // of this state
    UnixSeconds lastEvent = 0;  // last list or watch event
    std::optional<Error> error;
    std::vector<std::string> missingNamespaces; // where it was denied or left out though others were read
    std::vector<std::string> onlyNamespaces;    // narrowed by -n to these; empty: not
    std::string version;                        // served API version in use, "v1"
    bool operator==(const KindStatus&) const = default;
};

/// Complete as far as it can be: neither waiting nor listing.
[[nodiscard]] bool settled(const KindStatus& status);
/// May an absent object be taken as not existing? True for Live and NotServed without missing namespaces, and
/// not narrowed.
[[nodiscard]] bool readable(const KindStatus& status);

class Cluster {
public:
    template <class T>
    [[nodiscard]] const Table<T>& all() const {
        return std::get<Table<T>>(m_tables);
    }
    template <class T>
    [[nodiscard]] const T* find(std::string_view ns, std::string_view name) const {
        const auto& table = all<T>();
        const auto it = table.find(KeyView{ns, name});
        return it == table.end() ? nullptr : &*it.held();
    }
    /// The objects of one namespace, as an iterator pair.
    template <class T>
    [[nodiscard]] auto in(std::string_view ns) const {
        const auto& table = all<T>();
        auto first = table.lower_bound(KeyView{ns, {}});
        auto last = first;
        while (last != table.end() && last->first.ns == ns) {
            ++last;
        }
        return std::pair(first, last);
    }
    [[nodiscard]] const KindStatus& status(Kind kind) const {
        return m_status[static_cast<std::size_t>(kind)];
    }

    /// When the cluster is narrowed by -n: only these namespaces are known. Empty: all.
    [[nodiscard]] const std::vector<std::string>& namespaces() const { return m_namespaces; }

    /// Counts up with every change of an object or a status.
    [[nodiscard]] std::uint64_t version() const { return m_version; }
    /// Counts up with every change of an object of the kind, not of its status: what was computed from it
    /// still holds while this is the same.
    [[nodiscard]] std::uint64_t version(Kind kind) const {
        return m_versions[static_cast<std::size_t>(kind)];
    }

    // For sources only.
    /// True when the object is new or differs from the one held (by more than its resourceVersion).
    bool put(Object object);
    bool remove(Kind kind, std::string_view ns, std::string_view name);
    KindStatus& editStatus(Kind kind); // counts as a change
    /// Takes over another cluster's objects of the kind; for who follows it with a copy.
    template <class T>
    void takeOver(const Cluster& other) {
        std::get<Table<T>>(m_tables) = other.all<T>();
        ++m_version;
        ++m_versions[static_cast<std::size_t>(T::kind)];
    }
    void setNamespaces(std::vector<std::string> namespaces) { m_namespaces = std::move(namespaces); }
    void clear();
    [[nodiscard]] TextPool& pool() { return m_pool.texts; }

private:
    /// Belongs to one thread, so a copy of the cluster begins with an empty one.
    struct Pool {
        Pool() = default;
        Pool(const Pool&) {}
        Pool(Pool&&) noexcept = default;
        Pool& operator=(const Pool&) { return *this; }
        Pool& operator=(Pool&&) noexcept = default;
        ~Pool() = default;
        TextPool texts;
    };

    template <class... T>
    static std::tuple<Table<T>...> tablesOf(const std::variant<T...>*);

    decltype(tablesOf(static_cast<Object*>(nullptr))) m_tables;
    std::array<KindStatus, kindCount> m_status{};
    std::vector<std::string> m_namespaces;
    std::uint64_t m_version = 0;
    std::array<std::uint64_t, kindCount> m_versions{};
    Pool m_pool;
};

} // namespace plimsoll::cluster
