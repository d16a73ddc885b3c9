// SPDX-License-Identifier: Apache-2.0
// Which objects of the store came by one road (a collection, the files), so that those that a new list no
// longer names can be removed, and no others.
#pragma once

#include "cluster/cluster.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace plimsoll::cluster {

/// A sorted row of 24 bytes a member: there are as many as objects, and a set's nodes would cost four times
/// as much. New ones wait unsorted behind it for a while, so that a list in any order is cheap.
class Members {
public:
    /// A list begins: until listEnded() all members count as not seen. Those that an earlier list, broken
    /// off, had not come to are not forgotten.
    void listBegan() {
        settle();
        for (auto& member : m_members) {
            member.seen = false;
        }
    }
    void saw(Kind kind, const Meta& meta) {
        Member member{meta.ns, meta.name, kind, true};
        const auto end = m_members.begin() + static_cast<std::ptrdiff_t>(m_sorted);
        if (const auto at = std::lower_bound(m_members.begin(), end, member); at != end && *at == member) {
            at->seen = true;
            return;
        }
        const bool last = m_sorted == m_members.size() && (m_members.empty() || m_members.back() < member);
        m_members.push_back(std::move(member));
        if (last) {
            ++m_sorted; // lists come in order
        } else if (m_members.size() - m_sorted > std::max<std::size_t>(1024, m_sorted / 4)) {
            settle();
        }
    }
    void gone(Kind kind, std::string_view ns, std::string_view name) {
        settle();
        const Member member{Text(ns), Text(name), kind, true};
        const auto at = std::lower_bound(m_members.begin(), m_members.end(), member);
        if (at != m_members.end() && *at == member) {
            m_members.erase(at);
            --m_sorted;
        }
    }
    /// Removes what the list did not name; true when something was.
    bool listEnded(Cluster& cluster) {
        settle();
        const bool removed = remove(cluster, [](const Member& member) { return !member.seen; });
        m_members.shrink_to_fit();
        return removed;
    }
    /// Removes every member: the road is closed.
    bool clear(Cluster& cluster) {
        settle();
        return remove(cluster, [](const Member&) { return true; });
    }

private:
    struct Member {
        Text ns;
        Text name;
        Kind kind;
        bool seen = true;
        friend bool operator<(const Member& a, const Member& b) {
            return std::tie(a.kind, a.ns, a.name) < std::tie(b.kind, b.ns, b.name);
        }
        friend bool operator==(const Member& a, const Member& b) {
            return a.kind == b.kind && a.ns == b.ns && a.name == b.name;
        }
    };
    /// All in one sorted row, each once; seen if any of the same was.
    void settle() {
        if (m_sorted == m_members.size()) {
            return;
        }
        const auto middle = m_members.begin() + static_cast<std::ptrdiff_t>(m_sorted);
        std::stable_sort(middle, m_members.end());
        std::inplace_merge(m_members.begin(), middle, m_members.end());
        m_members.erase(std::unique(m_members.begin(), m_members.end()), m_members.end());
        m_sorted = m_members.size();
    }
    template <class Which>
    bool remove(Cluster& cluster, const Which& which) {
        bool removed = false;
        const auto end = std::remove_if(m_members.begin(), m_members.end(), [&](const Member& member) {
            if (!which(member)) {
                return false;
            }
            removed = cluster.remove(member.kind, member.ns, member.name) || removed;
            return true;
        });
        m_members.erase(end, m_members.end());
        m_sorted = m_members.size();
        return removed;
    }

    std::vector<Member> m_members;
    std::size_t m_sorted = 0; // so many are in order
};

} // namespace plimsoll::cluster
