// SPDX-License-Identifier: Apache-2.0
// Fresh reads and writes of single objects, for the few things that must not trust the cache. Answers come on
// the model thread, exactly once a call, never before the call returned.
#pragma once

#include "base/error.h"
#include "cluster/kinds.h"

#include <functional>
#include <string>
#include <vector>

namespace plimsoll::cluster {

template <class T>
using Callback = std::function<void(Result<T>)>;

struct Patch {
    Kind kind = Kind::Service;
    std::string ns;
    std::string name;
    std::string body; // JSON merge patch
    bool dryRun = false;
};

struct FreshList {
    std::vector<std::string> items; // JSON objects
    std::string resourceVersion;    // of the list
    bool served = true;             // false: the server does not know the kind (no error, no items)
};

class Access {
public:
    Access() = default;
    Access(const Access&) = delete;
    Access& operator=(const Access&) = delete;
    virtual ~Access() = default;

    /// The object's JSON, read from etcd (no resourceVersion=0). NotFound when there is none.
    virtual void get(Kind kind, const std::string& ns, const std::string& name,
                     Callback<std::string> done) = 0;
    /// All objects of a namespace (or of all, with an empty ns), consistent; Forbidden when denied.
    virtual void list(Kind kind, const std::string& ns, Callback<FreshList> done) = 0;
    /// Sends a merge patch with fieldManager=plimsoll; answers the object as the server has it now. Conflict
    /// on 409.
    virtual void patch(const Patch& patch, Callback<std::string> done) = 0;
};

} // namespace plimsoll::cluster
