// SPDX-License-Identifier: Apache-2.0
#include "cluster/cluster.h"

namespace plimsoll::cluster {
namespace {

template <std::size_t I = 0, class F>
void withTable(auto& tables, std::size_t index, const F& f) {
    if constexpr (I < kindCount) {
        if (index == I) {
            f(std::get<I>(tables));
        } else {
            withTable<I + 1>(tables, index, f);
        }
    }
}

} // namespace

bool settled(const KindStatus& status) {
    return status.state != KindStatus::State::Waiting && status.state != KindStatus::State::Listing;
}

bool readable(const KindStatus& status) {
    return (status.state == KindStatus::State::Live || status.state == KindStatus::State::NotServed) &&
           status.missingNamespaces.empty() && status.onlyNamespaces.empty();
}

bool Cluster::put(Object object) {
    const auto kind = kindOf(object);
    return std::visit(
        [&](auto& value) {
            using T = std::decay_t<decltype(value)>;
            auto& table = std::get<Table<T>>(m_tables);
            const auto it = table.find(KeyView{value.meta.ns, value.meta.name});
            if (it == table.end()) {
                table.insert(std::move(value));
            } else {
                // Written back even when nothing else differs: a later change must send the newest one.
                if (it.held()->meta.resourceVersion != value.meta.resourceVersion) {
                    table.edit(it).meta.resourceVersion = value.meta.resourceVersion;
                }
                if (*it.held() == value) {
                    return false;
                }
                value.meta.ns = it.held()->meta.ns; // who holds views of its name may keep them
                value.meta.name = it.held()->meta.name;
                table.replace(it, std::move(value));
            }
            m_status[static_cast<std::size_t>(kind)].objects = table.size();
            ++m_version;
            ++m_versions[static_cast<std::size_t>(kind)];
            return true;
        },
        object);
}

bool Cluster::remove(Kind kind, std::string_view ns, std::string_view name) {
    const auto index = static_cast<std::size_t>(kind);
    bool removed = false;
    withTable(m_tables, index, [&](auto& table) {
        const auto it = table.find(KeyView{ns, name});
        if (it == table.end()) {
            return;
        }
        table.erase(it);
        m_status[index].objects = table.size();
        ++m_version;
        ++m_versions[index];
        removed = true;
    });
    return removed;
}

KindStatus& Cluster::editStatus(Kind kind) {
    ++m_version;
    return m_status[static_cast<std::size_t>(kind)];
}

void Cluster::clear() {
    m_tables = {};
    m_status = {};
    m_namespaces.clear();
    pool().sweep();
    ++m_version;
    for (auto& version : m_versions) {
        ++version;
    }
}

} // namespace plimsoll::cluster
