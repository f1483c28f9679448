// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// Values for programs that use a GPU themselves, and values of theirs.
#include "backend/devices.hpp"
#include "engine/bring.hpp"
#include "engine/evaluate.hpp"
#include "record/outside.hpp"

#include <tenfold/evaluate.hpp>
#include <tenfold/gpu.hpp>

namespace tenfold {

namespace {

device gpu_of_choice() { return default_device().kind() == device::type::cuda ? default_device() : cuda(0); }

backend::door& door_of(const device& d, const char* operation, std::optional<void*> stream, detail::site where)
{
    backend::door* const opens = backend::executor_of(d).own_door();
    if (!opens) detail::fail<device_error>(operation, d.name() + " is no GPU", where);
    if (stream && opens->refuses_stream(*stream)) detail::fail<device_error>(operation, opens->refuses_stream(*stream), where);
    return *opens;
}

/// Keeps memory until it is let go, and what the caller's stream has been told by then is done.
std::shared_ptr<const void> kept_for(std::shared_ptr<const void> block, backend::door& d, std::optional<void*> stream)
{
    if (!stream) return block;
    const void* const address = block.get();
    return {address, [block = std::move(block), &d, s = *stream](const void*) mutable noexcept {
                try {
                    d.follow(s);
                }
                catch (const error&) {   // the device is out of order, and says so to whoever asks it next
                }
                block = nullptr;
            }};
}

const detail::placement* placement_of(const detail::handle& h, const device& on, record::index_t& offset)
{
    const record::family& f = *h.source();
    for (int attempt = 0; attempt < 2; ++attempt) {
        {
            std::optional<record::outside_reading> now;
            if (detail::may_move(f)) now.emplace();
            if (const detail::placement* p = record::find_placed(f, h.member(), offset)) return p;
        }
        const options there = detail::on(on);
        engine::request r;
        r.choices = &there;
        r.targets.push_back({record::calls(h.source()), record::member_set(h.member(), h.member() + 1), -1});
        engine::evaluate(std::move(r));
    }
    return nullptr;
}

}  // namespace

detail::place_on_device detail::locate_on_device(const handle& h, std::optional<void*> stream, site where)
{
    check_value(h, where);
    const device on = gpu_of_choice();
    backend::door& d = door_of(on, "device_data", stream, where);
    storage::space& space = backend::executor_of(on).space();
    const family& f = *h.source();
    index_t offset = 0;
    const placement* const p = placement_of(h, on, offset);
    if (!p) fail<error>("device_data", "the value was not computed", where);
    engine::loans lent;
    std::byte* data = nullptr;
    engine::bring({&p, 1}, space, lent, &data);
    std::shared_ptr<const void> keeper = lent.empty() ? engine::keeper_of(*p, space) : std::shared_ptr<const void>(lent.begin()->second);
    if (stream) d.precede(*stream);
    // The event goes with the owner as well.
    const std::shared_ptr<backend::mark> reached = d.now();
    auto owner = kept_for(std::move(keeper), d, stream);
    struct both {
        std::shared_ptr<const void> memory;
        std::shared_ptr<backend::mark> reached;
    };
    return {data + offset * static_cast<index_t>(size_of(f.type)), {p->stride, p->stride + f.rank},
            std::make_shared<both>(both{std::move(owner), reached}), on, reached->native()};
}

detail::handle detail::borrow_on_device(element type, const sizes& shape, const std::vector<index_t>& strides, const void* data,
                                        std::shared_ptr<const void> owner, const device& on, std::optional<void*> stream, site where)
{
    constexpr const char* operation = "borrow_device";
    backend::door& d = door_of(on, operation, stream, where);
    const index_t size = checked_size(operation, shape.size(), shape.data(), type, where);
    if (!strides.empty() && static_cast<int>(strides.size()) != shape.size())
        fail<shape_error>(operation, std::to_string(strides.size()) + " strides for shape " + show_shape(shape.size(), shape.data()), where);
    if (size > 0 && reinterpret_cast<std::uintptr_t>(data) % size_of(type) != 0)
        fail<device_error>(operation, std::string("the pointer is not aligned for ") + name_of(type), where);
    if (size > 0)
        if (const std::string why = d.refuses(data); !why.empty()) fail<device_error>(operation, why, where);
    if (stream) d.follow(*stream);
    auto* const at = static_cast<std::byte*>(const_cast<void*>(data));
    // What reads it may still be on its way.
    const auto let_go = [owner = std::move(owner), &d](std::byte*) {
        if (!owner) return;
        try {
            d.now()->wait();
        }
        catch (const error&) {   // the device is out of order, and says so to whoever asks it next
        }
    };
    record::replica lies{&backend::executor_of(on).space(), {at, let_go}, at, nullptr};
    return handle(record::leaf::away(type, shape.size(), shape.data(), strides.empty() ? nullptr : strides.data(), std::move(lies)), 0);
}

}  // namespace tenfold
