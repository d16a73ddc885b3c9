// SPDX-License-Identifier: Apache-2.0
// Which objects of the store came by one road (a collection, the files), so that those that a new list no
// longer names can be removed, and no others.
#pragma once

#include "cluster/cluster.h"

#include <set>
#include <utility>

namespace plimsoll::cluster {

class Members {
public:
    /// A list begins: until listEnded() all members count as not seen. Those that an earlier list, broken
    /// off, had not come to are not forgotten.
    void listBegan() {
        m_unseen.merge(m_seen);
        m_seen.clear();
    }
    void saw(Kind kind, const Meta& meta) {
        Member member{kind, meta.ns, meta.name};
        m_unseen.erase(member);
        m_seen.insert(std::move(member));
    }
    void gone(Kind kind, std::string_view ns, std::string_view name) {
        const Member member{kind, Text(ns), Text(name)};
        m_unseen.erase(member);
        m_seen.erase(member);
    }
    /// Removes what the list did not name; true when something was.
    bool listEnded(Cluster& cluster) { return removeAll(cluster, m_unseen); }
    /// Removes every member: the road is closed.
    bool clear(Cluster& cluster) {
        const bool old = removeAll(cluster, m_unseen);
        return removeAll(cluster, m_seen) || old;
    }

private:
    struct Member {
        Kind kind;
        Text ns;
        Text name;
        friend bool operator<(const Member& a, const Member& b) {
            return std::tie(a.kind, a.ns, a.name) < std::tie(b.kind, b.ns, b.name);
        }
    };
    static bool removeAll(Cluster& cluster, std::set<Member>& members) {
        bool removed = false;
        for (const auto& member : members) {
            removed = cluster.remove(member.kind, member.ns, member.name) || removed;
        }
        members.clear();
        return removed;
    }

    std::set<Member> m_seen;
    std::set<Member> m_unseen;
};

} // namespace plimsoll::cluster
