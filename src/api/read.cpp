// SPDX-FileCopyrightText: 2026 tenfold authors
// SPDX-License-Identifier: BSD-3-Clause
//
// What reading needs of a computed value.
#include <tenfold/array.hpp>
#include <tenfold/read.hpp>

#include <ostream>

namespace tenfold {

std::ostream& operator<<(std::ostream& out, shape_view shape)
{
    return out << detail::show_shape(static_cast<int>(shape.size()), shape.begin());
}

}  // namespace tenfold

namespace tenfold::detail {

std::shared_ptr<const walk> start_walk(const handle& h, site where)
{
    check_value(h, where);
    auto w = std::make_shared<walk>();
    w->value = h;
    w->at = locate(h, where);
    const family& f = *h.source();
    w->rank = f.rank;
    w->size = 1;
    for (int d = 0; d < f.rank; ++d) w->size *= f.shape[d];
    w->inner = f.rank ? f.shape[f.rank - 1] : 1;
    w->inner_stride = f.rank ? w->at.stride[f.rank - 1] : 0;
    return w;
}

index_t walk::offset(index_t number) const
{
    const index_t* shape = value.source()->shape;
    index_t sum = 0;
    for (int d = rank; d-- > 0;) {
        sum += number % shape[d] * at.stride[d];
        number /= shape[d];
    }
    return sum;
}

covered cover(const walk& w)
{
    if (w.size == 0) return {w.at.data, 0, 0};
    const family& f = *w.value.source();
    index_t low = 0, high = 0;
    for (int d = 0; d < w.rank; ++d) {
        const index_t reach = (f.shape[d] - 1) * w.at.stride[d];
        (reach < 0 ? low : high) += reach;
    }
    return {
        w.at.data + low * static_cast<index_t>(size_of(f.type)), static_cast<std::size_t>(high - low + 1),
        static_cast<std::size_t>(-low)};
}

void fail_index(const handle& h, const index_t* index, int count, site where)
{
    const family& f = *h.source();
    const std::string at = show_shape(count, index) + " in " + show_shape(f.rank, f.shape);
    if (count != f.rank)
        reject<index_error>(
            "element",
            at + ": " + std::to_string(count) + (count == 1 ? " index" : " indices") + " for " +
                std::to_string(f.rank) + (f.rank == 1 ? " axis" : " axes"),
            where);
    for (int d = 0; d < count; ++d)
        if (index[d] < 0 || index[d] >= f.shape[d])
            reject<index_error>(
                "element",
                at + ": index " + std::to_string(index[d]) + " is outside axis " + std::to_string(d) +
                    " of " + std::to_string(f.shape[d]),
                where);
    reject<index_error>("element", at, where);
}

}  // namespace tenfold::detail
