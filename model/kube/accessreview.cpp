// SPDX-License-Identifier: Apache-2.0
#include "kube/accessreview.h"

#include <nlohmann/json.hpp>

namespace plimsoll::kube {
namespace {

using nlohmann::json;

constexpr int atOnce = 6; // as many as there are connections for ordinary requests

Request requestOf(const AccessQuestion& question) {
    json attributes{{"verb", question.verb}, {"group", question.group}, {"resource", question.resource}};
    if (!question.ns.empty()) {
        attributes["namespace"] = question.ns;
    }
    const json review{{"apiVersion", "authorization.k8s.io/v1"},
                      {"kind", "SelfSubjectAccessReview"},
                      {"spec", {{"resourceAttributes", attributes}}}};
    Request request;
    request.method = "POST";
    request.path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    request.contentType = "application/json";
    request.body = QByteArray::fromStdString(review.dump(-1, ' ', false, json::error_handler_t::replace));
    return request;
}

std::optional<bool> allowedBy(const Result<Response>& answer) {
    if (!answer || answer->status < 200 || answer->status >= 300) {
        return std::nullopt;
    }
    const auto review = json::parse(answer->body.begin(), answer->body.end(), nullptr, false);
    if (!review.is_object() || !review.contains("status") || !review["status"].is_object()) {
        return std::nullopt;
    }
    const auto& status = review["status"];
    const auto allowed = status.find("allowed");
    if (allowed == status.end() || !allowed->is_boolean()) {
        return std::nullopt;
    }
    // A webhook that could not be asked: what it would have said is not known.
    const auto doubt = status.find("evaluationError");
    if (!allowed->get<bool>() && doubt != status.end() && doubt->is_string() &&
        !doubt->get_ref<const std::string&>().empty()) {
        return std::nullopt;
    }
    return allowed->get<bool>();
}

} // namespace

void AccessReviews::ask(AccessQuestion question, Answer done) {
    m_waiting.push_back({std::move(question), std::move(done)});
    next();
}

void AccessReviews::next() {
    while (m_open < atOnce && !m_waiting.empty()) {
        ++m_open;
        auto waiting = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_client.send(requestOf(waiting.question),
                      [this, alive = std::weak_ptr(m_alive),
                       done = std::move(waiting.done)](const Result<Response>& answer) {
                          if (alive.expired()) {
                              return;
                          }
                          --m_open;
                          done(allowedBy(answer));
                          if (!alive.expired()) {
                              next();
                          }
                      });
    }
}

} // namespace plimsoll::kube
