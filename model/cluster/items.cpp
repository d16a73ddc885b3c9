// SPDX-License-Identifier: Apache-2.0
#include "cluster/items.h"

namespace plimsoll::cluster {
namespace {

using Json = nlohmann::json;

std::string member(const Json& object, const char* name) {
    if (!object.is_object()) {
        return {};
    }
    const auto it = object.find(name);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

ListHead headOf(const Json& root) {
    return {member(root, "kind"), member(root, "apiVersion")};
}

} // namespace

Json* ItemBuilder::openMap() const {
    return !m_open.empty() && m_open.back() != nullptr && m_open.back()->is_object() ? m_open.back()
                                                                                     : nullptr;
}

Json* ItemBuilder::place(Json&& value) {
    auto& parent = *m_open.back();
    if (parent.is_array()) {
        parent.push_back(std::move(value));
        return &parent.back();
    }
    auto& slot = parent[m_key];
    slot = std::move(value);
    return &slot;
}

bool ItemBuilder::start(Json container) {
    if (depth() >= deepestNesting) {
        return false;
    }
    m_completed = nullptr;
    if (m_skipping > 0 || (openMap() != nullptr && m_key == "managedFields")) {
        ++m_skipping;
        return true;
    }
    if (m_open.empty()) {
        m_began = m_offset;
        m_isList = container.is_array();
        m_root = std::move(container);
        m_open.push_back(m_isList ? nullptr : &m_root);
    } else if (m_open.back() == nullptr) {
        m_began = m_offset;
        m_item = std::move(container);
        m_open.push_back(&m_item);
    } else if (m_open.size() == 1 && m_key == "items" && container.is_array()) {
        m_isList = true;
        m_open.push_back(nullptr);
    } else {
        m_open.push_back(place(std::move(container)));
    }
    return true;
}

bool ItemBuilder::end() {
    m_completed = nullptr;
    if (m_skipping > 0) {
        --m_skipping;
        return true;
    }
    auto* closed = m_open.back();
    m_open.pop_back();
    m_completed = closed;
    if (closed == &m_item) {
        return deliver(std::move(m_item));
    }
    if (m_open.empty() && !m_isList) {
        return deliver(std::move(m_root));
    }
    if (m_open.empty()) {
        m_head = headOf(m_root);
    }
    return true;
}

bool ItemBuilder::value(Json value) {
    m_completed = nullptr;
    if (m_skipping > 0) {
        return true;
    }
    if (m_open.empty()) { // a document that is a bare value; empty ones are common in YAML
        return value.is_null() || deliver(std::move(value));
    }
    if (m_open.back() == nullptr) {
        return deliver(std::move(value));
    }
    m_completed = place(std::move(value));
    return true;
}

bool ItemBuilder::deliver(Json&& object) {
    Item item;
    if (m_isList) {
        item.list = headOf(m_root);
    }
    item.object = std::move(object);
    item.bytes = m_offset - m_began;
    m_completed = nullptr;
    m_stopped = !m_use(std::move(item));
    return !m_stopped;
}

} // namespace plimsoll::cluster
