// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
#include "backend/devices.hpp"

#include <tenfold/dlpack.hpp>
#include <tenfold/gpu.hpp>

#include <dlpack/dlpack.h>

#include <algorithm>

namespace tenfold::detail {

namespace {

constexpr std::uint8_t boolean = 6;   // since DLPack 0.8: one byte

DLDataType type_of(element e)
{
    const auto bits = static_cast<std::uint8_t>(8 * size_of(e));
    if (e == element::boolean) return {boolean, bits, 1};
    if (e <= element::int64) return {kDLInt, bits, 1};
    if (e <= element::uint64) return {kDLUInt, bits, 1};
    return {static_cast<std::uint8_t>(e <= element::float64 ? kDLFloat : kDLComplex), bits, 1};
}

std::string name_of_type(const DLDataType& t)
{
    const char* const names[] = {"int", "uint", "float", "a handle of", "bfloat", "complex", "bool"};
    std::string name = (t.code < std::size(names) ? names[t.code] : "a type of") + std::to_string(t.bits);
    return t.lanes == 1 ? name : name + " in vectors of " + std::to_string(t.lanes);
}

struct exported {
    DLManagedTensor tensor{};
    std::vector<std::int64_t> shape, strides;
    handle value;                          // keeps it in memory of the host,
    std::shared_ptr<const void> owner;     // or that of a GPU,
    backend::door* lies_behind = nullptr;  // where whoever took it may still have work that reads it

    ~exported()
    {
        try {
            if (lies_behind) lies_behind->wait_for_all();
        }
        catch (const error&) {   // the device is out of order, and says so to whoever asks it next
        }
    }
};

/// Until the tensor is taken it stays the caller's; from then on its deleter is called when nothing reads it any more.
class taker {
public:
    std::shared_ptr<const void> owner() const
    {
        return {tensor_.get(), [t = tensor_](const void*) {
                    if (*t && (*t)->deleter) (*t)->deleter(*t);
                }};
    }
    void take(DLManagedTensor* t) { *tensor_ = t; }

private:
    std::shared_ptr<DLManagedTensor*> tensor_ = std::make_shared<DLManagedTensor*>(nullptr);
};

}  // namespace

DLManagedTensor* export_dlpack(const handle& h, const device& on, site where)
{
    check_value(h, where);
    auto e = std::make_unique<exported>();
    const family& f = *h.source();
    e->shape.assign(f.shape, f.shape + f.rank);
    DLTensor& t = e->tensor.dl_tensor;
    if (on.kind() == device::type::cuda) {
        const place_on_device p = locate_on_device(h, {}, where);
        if (p.where != on) fail<device_error>("to_dlpack", "the value lies on " + p.where.name() + ", not on " + on.name(), where);
        backend::executor_of(on).own_door()->now()->wait();   // the protocol has no place for events
        t.data = const_cast<std::byte*>(p.data);
        e->strides.assign(p.strides.begin(), p.strides.end());
        e->owner = p.owner;
        e->lies_behind = backend::executor_of(on).own_door();
        t.device = {kDLCUDA, on.index()};
    }
    else if (on.kind() == device::type::cpu) {
        const located p = locate(h, where);
        t.data = const_cast<std::byte*>(p.data);
        e->strides.assign(p.stride, p.stride + f.rank);
        e->value = h;
        e->owner = p.block;
        t.device = {kDLCPU, 0};
    }
    else fail<device_error>("to_dlpack", on.name() + " has no memory", where);
    t.ndim = f.rank;
    t.dtype = type_of(f.type);
    t.shape = e->shape.data();
    t.strides = e->strides.data();
    e->tensor.manager_ctx = e.get();
    e->tensor.deleter = [](DLManagedTensor* tensor) { delete static_cast<exported*>(tensor->manager_ctx); };
    return &e.release()->tensor;
}

handle import_dlpack(element type, DLManagedTensor* managed, site where)
{
    constexpr const char* operation = "from_dlpack";
    if (!managed) fail<error>(operation, "no tensor", where);
    const DLTensor& t = managed->dl_tensor;
    const DLDataType wanted = type_of(type);
    if (t.dtype.code != wanted.code || t.dtype.bits != wanted.bits || t.dtype.lanes != 1)
        fail<error>(operation, "the tensor has elements of " + name_of_type(t.dtype) + ", not " + name_of(type), where);
    if (t.ndim < 0 || t.ndim > max_rank) fail<shape_error>(operation, "a tensor of " + std::to_string(t.ndim) + " axes", where);
    sizes shape;
    std::vector<index_t> strides;
    for (int d = 0; d < t.ndim; ++d) shape.push_back(t.shape[d]);
    if (t.strides) strides.assign(t.strides, t.strides + t.ndim);
    const index_t size = checked_size(operation, t.ndim, shape.data(), type, where);
    const std::byte* const data = static_cast<const std::byte*>(t.data) + t.byte_offset;
    if (size > 0 && !t.data) fail<error>(operation, "a tensor without memory", where);
    if (t.device.device_type == kDLCUDA) {
        taker takes;
        handle h = borrow_on_device(type, shape, strides, data, takes.owner(), cuda(t.device.device_id), {}, where);
        takes.take(managed);
        return h;
    }
    if (t.device.device_type != kDLCPU && t.device.device_type != kDLCUDAHost)
        fail<device_error>(operation, "a tensor on a device of kind " + std::to_string(t.device.device_type), where);
    if (strides.empty() && t.ndim > 0) {
        strides.resize(static_cast<std::size_t>(t.ndim));
        index_t step = 1;
        for (int d = t.ndim; d-- > 0;) {
            strides[static_cast<std::size_t>(d)] = step;
            step *= std::max<index_t>(shape[d], 1);
        }
    }
    return record_leaf(type, t.ndim, shape.data(), strides.data(), {data, managed, [](void* m) {
                           auto* const tensor = static_cast<DLManagedTensor*>(m);
                           if (tensor->deleter) tensor->deleter(tensor);
                       }});
}

}  // namespace tenfold::detail
