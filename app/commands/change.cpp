// SPDX-License-Identifier: Apache-2.0
// hide and show: each revision is decided on a fresh read by knative::Changer; here it is asked and told.
#include "knative/change.h"

#include "app/commands/commands.h"
#include "app/consent.h"
#include "app/sources.h"

#include <nlohmann/json.hpp>

#include <QEventLoop>

#include <algorithm>

namespace plimsoll::app {
namespace {

using Json = nlohmann::ordered_json;
using knative::ChangeReport;
using knative::ChangeRequest;

std::string_view name(ChangeReport::Outcome outcome) {
    switch (outcome) {
    case ChangeReport::Outcome::Done:
        return "done";
    case ChangeReport::Outcome::AlreadySo:
        return "alreadySo";
    case ChangeReport::Outcome::Refused:
        return "refused";
    case ChangeReport::Outcome::Conflict:
        return "conflict";
    case ChangeReport::Outcome::Failed:
        return "failed";
    case ChangeReport::Outcome::TakenBack:
        return "takenBack";
    }
    return "failed";
}

bool succeeded(const ChangeReport& report) {
    return report.outcome == ChangeReport::Outcome::Done ||
           report.outcome == ChangeReport::Outcome::AlreadySo;
}

ChangeReport runOne(knative::Changer& changer, const ChangeRequest& request) {
    QEventLoop loop;
    std::optional<ChangeReport> result;
    changer.run(request, [&](ChangeReport report) {
        result = std::move(report);
        loop.quit();
    });
    if (!result) {
        loop.exec();
    }
    return *result;
}

Json jsonOf(const ChangeReport& report) {
    Json json = {{"namespace", report.request.ns},
                 {"name", report.request.revision},
                 {"action", report.request.action == ChangeRequest::Action::Hide ? "hide" : "show"},
                 {"dryRun", report.request.dryRun},
                 {"outcome", name(report.outcome)},
                 {"message", report.message},
                 {"reasons", report.reasons},
                 {"warnings", report.warnings},
                 {"kubectl", report.kubectl},
                 {"exposureMs", nullptr}};
    if (report.exposure) {
        json["exposureMs"] = report.exposure->count();
    }
    return json;
}

void tell(const ChangeReport& report) {
    if (succeeded(report)) {
        print(report.message + "\n");
        return;
    }
    complain(Error{ErrorCode::Refused, report.message, {}, {}, 0});
    for (const auto& reason : report.reasons) {
        print("  - " + reason + "\n", stderr);
    }
    for (const auto& warning : report.warnings) {
        print("  warning: " + warning + "\n", stderr);
    }
}

/// What is going to happen, on a dry run of it; true when the person agrees.
bool agreed(const Arguments& arguments, const ChangeReport& plan, const cluster::SourceInfo& source) {
    if (arguments.yes) {
        return true;
    }
    std::string question = arguments.command + " revision " + plan.request.ns + "/" + plan.request.revision +
                           " in context \"" + source.name + "\" (" + source.server + ")\n";
    for (const auto& warning : plan.warnings) {
        question += "  warning: " + warning + "\n";
    }
    for (const auto& command : plan.kubectl) {
        question += "  the same as: " + command + "\n";
    }
    if (plan.request.action == ChangeRequest::Action::Hide) {
        question += "  A rollback to this revision will answer 503 until it is shown again.\n";
    }
    return confirmOnTerminal(question + "Go on?");
}

ChangeReport changeOne(const Arguments& arguments, knative::Changer& changer, ChangeRequest request,
                       const cluster::SourceInfo& source) {
    request.acceptWarnings = true; // on a dry run only to see them; afterwards because they were agreed to
    request.dryRun = true;
    auto plan = runOne(changer, request);
    if (arguments.dryRun || plan.outcome != ChangeReport::Outcome::Done) {
        return plan;
    }
    if (!agreed(arguments, plan, source)) {
        plan.outcome = ChangeReport::Outcome::Refused;
        const std::string why = onTerminal() ? "nothing was changed"
                                             : "there is no terminal to ask on: add --yes to do it, "
                                               "or --dry-run to look";
        plan.message = plan.request.ns + "/" + plan.request.revision + ": " + why;
        return plan;
    }
    request.dryRun = false;
    return runOne(changer, request);
}

std::string plainName(const std::string& operand) {
    const auto slash = operand.find('/');
    return slash == std::string::npos ? operand : operand.substr(slash + 1); // "revision/NAME"
}

} // namespace

int changeCommand(const Arguments& arguments) {
    if (arguments.operands.empty()) {
        return complain(Error{ErrorCode::Input, "no revision given", arguments.command,
                              "Name one or more revisions, and their namespace with -n", 0});
    }
    if (arguments.readOnly) {
        return complain(
            Error{ErrorCode::Refused, "nothing is changed with --read-only", arguments.command, {}, 0});
    }
    const auto loader = loadFrom(arguments);
    if (!loader) {
        return complain(loader.error());
    }
    auto& source = (*loader)->source();
    const auto info = source.info();
    if (source.access() == nullptr || !info.writable) {
        return complain(Error{ErrorCode::Refused, "files cannot be changed", info.name,
                              "Name a cluster with --context", 0});
    }
    knative::Changer changer((*loader)->cluster(), source, knative::defaultJournalPath(),
                             istioVersion(arguments));
    Json list = Json::array();
    bool fine = true;
    for (const auto& operand : arguments.operands) {
        ChangeRequest request;
        request.action =
            arguments.command == "hide" ? ChangeRequest::Action::Hide : ChangeRequest::Action::Show;
        request.ns = arguments.kube.ns.value_or(info.ns);
        request.revision = plainName(operand);
        const auto report = changeOne(arguments, changer, request, info);
        fine = fine && succeeded(report);
        if (arguments.output == "json") {
            list.push_back(jsonOf(report));
        } else {
            tell(report);
        }
    }
    if (arguments.output == "json") {
        printJson(list);
    }
    return fine ? 0 : 1;
}

} // namespace plimsoll::app
