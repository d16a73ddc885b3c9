// SPDX-License-Identifier: Apache-2.0
#include "cluster/demo/store.h"

#include <algorithm>

namespace plimsoll::cluster::demo {
namespace {

std::string nameOf(const ObjectId& id) {
    const std::string scope = id.ns.empty() ? std::string() : id.ns + '/';
    return std::string(info(id.kind).name) + ' ' + scope + id.name;
}

Failure answer(ErrorCode code, int status, const ObjectId& id, std::string what, std::string hint) {
    Failure failure = fail(code, std::move(what), nameOf(id), std::move(hint));
    failure.value().httpStatus = status;
    return failure;
}

/// One merge patch that does what `first` and then `second` do. Unlike applying it, this keeps the nulls.
void compose(json& first, const json& second) {
    for (const auto& [key, value] : second.items()) {
        json& place = first[key];
        if (value.is_object() && place.is_object()) {
            compose(place, value);
        } else {
            place = value;
        }
    }
}

/// What no patch may change; an API server ignores or refuses it.
json withoutIdentity(json patch) {
    patch.erase("apiVersion");
    patch.erase("kind");
    if (patch.contains("metadata") && patch["metadata"].is_object()) {
        for (const char* field :
             {"name", "namespace", "uid", "resourceVersion", "creationTimestamp", "managedFields"}) {
            patch["metadata"].erase(field);
        }
    }
    return patch;
}

} // namespace

std::optional<json> Store::rendered(const ObjectId& id) const {
    if (const auto it = m_estate.fixed.find(id); it != m_estate.fixed.end()) {
        return it->second;
    }
    for (const DemoService& service : m_estate.services) {
        if (service.ns != id.ns) {
            continue;
        }
        for (const Item& item : itemsOf(service)) {
            if (item.kind == id.kind && item.name == id.name) {
                return render(service, item);
            }
        }
    }
    return std::nullopt;
}

Result<json> Store::get(const ObjectId& id) const {
    auto found = rendered(id);
    if (!found) {
        return answer(ErrorCode::NotFound, 404, id, "does not exist", "Look at the names with kubectl get");
    }
    return finished(m_estate, id, std::move(*found));
}

void Store::visitFixed(const Visit& visit) const {
    for (const auto& [id, object] : m_estate.fixed) {
        visit(id.kind, finished(m_estate, id, object));
    }
}

void Store::visitService(std::size_t index, const Visit& visit) const {
    const DemoService& service = m_estate.services.at(index);
    for (const Item& item : itemsOf(service)) {
        visit(item.kind, finished(m_estate, {item.kind, service.ns, item.name}, render(service, item)));
    }
}

FreshList Store::list(Kind kind, const std::string& ns) const {
    FreshList list;
    list.resourceVersion = std::to_string(m_estate.resourceVersion);
    for (const auto& [id, object] : m_estate.fixed) {
        if (id.kind == kind && (ns.empty() || id.ns == ns)) {
            list.items.push_back(finished(m_estate, id, object).dump());
        }
    }
    for (const DemoService& service : m_estate.services) {
        if (!ns.empty() && service.ns != ns) {
            continue;
        }
        for (const Item& item : itemsOf(service)) {
            if (item.kind == kind) {
                list.items.push_back(
                    finished(m_estate, {kind, service.ns, item.name}, render(service, item)).dump());
            }
        }
    }
    return list;
}

Result<json> Store::patch(const Patch& patch) {
    const ObjectId id{patch.kind, patch.ns, patch.name};
    json body = json::parse(patch.body, nullptr, false);
    if (!body.is_object() || !body.value("metadata", json::object()).is_object()) {
        return answer(ErrorCode::Server, 400, id, "the patch is no JSON object with an object as metadata",
                      {});
    }
    auto plain = rendered(id);
    if (!plain) {
        return answer(ErrorCode::NotFound, 404, id, "does not exist", "Look at the names with kubectl get");
    }
    json before = finished(m_estate, id, *plain);
    const json meta = body.value("metadata", json::object());
    if (meta.contains("resourceVersion") &&
        meta.at("resourceVersion") != before.at("metadata").at("resourceVersion")) {
        return answer(ErrorCode::Conflict, 409, id, "the object has been modified",
                      "Apply your changes to the latest version and try again");
    }
    Touch touch;
    if (const auto it = m_estate.touched.find(id); it != m_estate.touched.end()) {
        touch = it->second;
    }
    compose(touch.overlay, withoutIdentity(std::move(body)));
    json after = *plain;
    after.merge_patch(touch.overlay);
    after["metadata"]["resourceVersion"] = before.at("metadata").at("resourceVersion");
    if (after == before || patch.dryRun) {
        return after;
    }
    touch.resourceVersion = ++m_estate.resourceVersion;
    after["metadata"]["resourceVersion"] = std::to_string(touch.resourceVersion);
    m_estate.touched.insert_or_assign(id, std::move(touch));
    return after;
}

std::vector<Store::Difference> Store::edit(std::size_t index,
                                           const std::function<void(Estate&, DemoService&)>& change) {
    DemoService& service = m_estate.services.at(index);
    std::map<ObjectId, json> before;
    for (const Item& item : itemsOf(service)) {
        before.emplace(ObjectId{item.kind, service.ns, item.name}, render(service, item));
    }
    change(m_estate, service);
    std::vector<Difference> differences;
    for (const Item& item : itemsOf(service)) {
        const ObjectId id{item.kind, service.ns, item.name};
        json now = render(service, item);
        const auto former = before.find(id);
        const bool same = former != before.end() && former->second == now;
        if (former != before.end()) {
            before.erase(former);
        }
        if (!same) {
            m_estate.touched[id].resourceVersion = ++m_estate.resourceVersion;
            differences.push_back({id.kind, id.name, finished(m_estate, id, std::move(now))});
        }
    }
    for (const auto& [id, object] : before) {
        m_estate.touched.erase(id); // an object of that name would be another one
        ++m_estate.resourceVersion;
        differences.push_back({id.kind, id.name, json()});
    }
    return differences;
}

} // namespace plimsoll::cluster::demo
