// SPDX-License-Identifier: Apache-2.0
// Pictures made by hand: one namespace with one of each state, and big ones of any size.
#pragma once

#include "engine/picture.h"

namespace plimsoll::test {

/// Namespace shop: checkout (90/10), search (100, reserve, hidden, half hidden, a tag), cart (the alarm), a
/// plain Service; payments and media besides; one gateway with a memory limit.
[[nodiscard]] engine::Picture smallEstate();

/// `namespaces` of `services` Knative services, each with one routed and `reserve` other revisions.
[[nodiscard]] engine::Picture bigEstate(int namespaces, int services, int reserve);

[[nodiscard]] engine::PicturePtr shared(engine::Picture picture);

} // namespace plimsoll::test
