"""Generated from specs/graphql by `make generate`. DO NOT EDIT.

Where the value of every field comes from.
"""

from collections.abc import Mapping
from typing import Final

from gateway.graphql.fields import Batched, Binding, Computed, Property, Root, Source
from gateway.graphql.generated.inputs import (
    CategoryProductsArguments,
    MutationBulkCreateUsersArguments,
    MutationCancelOrderArguments,
    MutationCreateOrderArguments,
    MutationCreateUserArguments,
    MutationDeleteUserArguments,
    MutationProcessOrderBatchArguments,
    MutationUpdateOrderStatusArguments,
    MutationUpdateUserArguments,
    QueryDashboardMetricsArguments,
    QueryNodeArguments,
    QueryNodesArguments,
    QueryOrderArguments,
    QueryOrdersArguments,
    QueryProductArguments,
    QueryProductsArguments,
    QueryUserArguments,
    QueryUserOrdersArguments,
    QueryUserOrderStatsArguments,
    QueryUsersArguments,
    SubscriptionOrderChangedArguments,
    SubscriptionProductChangedArguments,
    SubscriptionUserChangedArguments,
    UserOrdersArguments,
)
from gateway.graphql.generated.resolvers import (
    CategoryResolvers,
    MutationResolvers,
    OrderItemResolvers,
    OrderResolvers,
    OrderStatsResolvers,
    ProductResolvers,
    ProductSalesResolvers,
    QueryResolvers,
    SubscriptionResolvers,
    UserResolvers,
)
from gateway.graphql.resolvers import (
    category,
    mutation,
    order,
    order_item,
    order_stats,
    product,
    product_sales,
    query,
    subscription,
    user,
)

ORDER: Final[OrderResolvers] = order
ORDER_ITEM: Final[OrderItemResolvers] = order_item
PRODUCT: Final[ProductResolvers] = product
CATEGORY: Final[CategoryResolvers] = category
ORDER_STATS: Final[OrderStatsResolvers] = order_stats
PRODUCT_SALES: Final[ProductSalesResolvers] = product_sales
SUBSCRIPTION: Final[SubscriptionResolvers] = subscription
QUERY: Final[QueryResolvers] = query
MUTATION: Final[MutationResolvers] = mutation
USER: Final[UserResolvers] = user

FIELDS: Final[Mapping[str, Mapping[str, Binding]]] = {
    "BulkCreateUsersPayload": {
        "users": Property("users"),
        "jobId": Property("job_id"),
        "errors": Property("errors"),
    },
    "OrderBatchPayload": {
        "orders": Property("orders"),
        "jobId": Property("job_id"),
        "errors": Property("errors"),
    },
    "Order": {
        "id": Property("id"),
        "userId": Property("user_id"),
        "user": Batched(order.user),
        "status": Property("status"),
        "total": Property("total"),
        "currency": Property("currency"),
        "items": Batched(order.items),
        "shippingAddress": Property("shipping_address"),
        "createdAt": Property("created_at"),
        "updatedAt": Property("updated_at"),
        "itemCount": Batched(order.item_count),
        "subtotal": Computed(order.subtotal),
        "tax": Computed(order.tax),
    },
    "OrderItem": {
        "id": Property("id"),
        "productId": Property("product_id"),
        "product": Batched(order_item.product),
        "quantity": Property("quantity"),
        "unitPrice": Property("unit_price"),
        "total": Property("subtotal"),
    },
    "Product": {
        "id": Property("id"),
        "name": Property("name"),
        "description": Property("description"),
        "price": Property("price"),
        "currency": Property("currency"),
        "category": Batched(product.category),
        "inventory": Property("inventory"),
        "isAvailable": Computed(product.is_available),
        "createdAt": Property("created_at"),
        "updatedAt": Property("updated_at"),
    },
    "Category": {
        "id": Property("id"),
        "name": Property("name"),
        "createdAt": Property("created_at"),
        "products": Batched(category.products, CategoryProductsArguments),
    },
    "OrderConnection": {
        "edges": Property("edges"),
        "pageInfo": Property("page_info"),
        "totalCount": Property("total_count"),
        "aggregate": Property("aggregate"),
    },
    "OrderEdge": {
        "cursor": Property("cursor"),
        "node": Property("node"),
    },
    "OrderAggregate": {
        "count": Property("count"),
        "sum": Property("sum"),
        "avg": Property("avg"),
        "min": Property("min"),
        "max": Property("max"),
        "byCurrency": Property("by_currency"),
    },
    "CurrencyAggregate": {
        "currency": Property("currency"),
        "count": Property("count"),
        "sum": Property("sum"),
        "avg": Property("avg"),
        "min": Property("min"),
        "max": Property("max"),
    },
    "ProductConnection": {
        "edges": Property("edges"),
        "pageInfo": Property("page_info"),
        "totalCount": Property("total_count"),
    },
    "ProductEdge": {
        "cursor": Property("cursor"),
        "node": Property("node"),
    },
    "OrderStats": {
        "userId": Property("user_id"),
        "orderCount": Property("order_count"),
        "totalSpent": Computed(order_stats.total_spent),
        "spending": Property("total_spent"),
        "lastOrderAt": Property("last_order_at"),
    },
    "DashboardMetrics": {
        "orderCount": Property("order_count"),
        "customerCount": Property("customer_count"),
        "revenue": Property("revenue"),
        "ordersByStatus": Property("orders_by_status"),
        "topProducts": Property("top_products"),
    },
    "StatusCount": {
        "status": Property("status"),
        "count": Property("count"),
    },
    "ProductSales": {
        "product": Batched(product_sales.product),
        "quantity": Property("quantity"),
    },
    "CreateOrderPayload": {
        "order": Property("order"),
        "etag": Property("etag"),
        "errors": Property("errors"),
    },
    "UpdateOrderPayload": {
        "order": Property("order"),
        "etag": Property("etag"),
        "errors": Property("errors"),
    },
    "CancelOrderPayload": {
        "order": Property("order"),
        "etag": Property("etag"),
        "errors": Property("errors"),
    },
    "Subscription": {
        "userChanged": Source(subscription.user_changed, SubscriptionUserChangedArguments),
        "orderChanged": Source(subscription.order_changed, SubscriptionOrderChangedArguments),
        "productChanged": Source(subscription.product_changed, SubscriptionProductChangedArguments),
    },
    "UserChange": {
        "event": Property("event"),
        "id": Property("id"),
        "user": Property("user"),
        "timestamp": Property("timestamp"),
        "resume": Property("resume"),
    },
    "OrderChange": {
        "event": Property("event"),
        "id": Property("id"),
        "order": Property("order"),
        "timestamp": Property("timestamp"),
        "resume": Property("resume"),
    },
    "ProductChange": {
        "event": Property("event"),
        "id": Property("id"),
        "product": Property("product"),
        "timestamp": Property("timestamp"),
        "resume": Property("resume"),
    },
    "Query": {
        "node": Root(query.node, QueryNodeArguments),
        "nodes": Root(query.nodes, QueryNodesArguments),
        "order": Root(query.order, QueryOrderArguments),
        "orders": Root(query.orders, QueryOrdersArguments),
        "userOrders": Root(query.user_orders, QueryUserOrdersArguments),
        "product": Root(query.product, QueryProductArguments),
        "products": Root(query.products, QueryProductsArguments),
        "userOrderStats": Root(query.user_order_stats, QueryUserOrderStatsArguments),
        "dashboardMetrics": Root(query.dashboard_metrics, QueryDashboardMetricsArguments),
        "user": Root(query.user, QueryUserArguments),
        "users": Root(query.users, QueryUsersArguments),
    },
    "Mutation": {
        "bulkCreateUsers": Root(mutation.bulk_create_users, MutationBulkCreateUsersArguments),
        "processOrderBatch": Root(mutation.process_order_batch, MutationProcessOrderBatchArguments),
        "createOrder": Root(mutation.create_order, MutationCreateOrderArguments),
        "updateOrderStatus": Root(mutation.update_order_status, MutationUpdateOrderStatusArguments),
        "cancelOrder": Root(mutation.cancel_order, MutationCancelOrderArguments),
        "createUser": Root(mutation.create_user, MutationCreateUserArguments),
        "updateUser": Root(mutation.update_user, MutationUpdateUserArguments),
        "deleteUser": Root(mutation.delete_user, MutationDeleteUserArguments),
    },
    "PageInfo": {
        "hasNextPage": Property("has_next_page"),
        "hasPreviousPage": Property("has_previous_page"),
        "startCursor": Property("start_cursor"),
        "endCursor": Property("end_cursor"),
    },
    "ValidationError": {
        "field": Property("field"),
        "message": Property("message"),
        "code": Property("code"),
    },
    "BulkOperationError": {
        "index": Property("index"),
        "errors": Property("errors"),
    },
    "User": {
        "id": Property("id"),
        "email": Property("email"),
        "username": Property("username"),
        "firstName": Property("first_name"),
        "lastName": Property("last_name"),
        "role": Property("role"),
        "status": Property("status"),
        "createdAt": Property("created_at"),
        "updatedAt": Property("updated_at"),
        "orders": Batched(user.orders, UserOrdersArguments),
        "orderCount": Batched(user.order_count),
        "totalSpent": Batched(user.total_spent),
        "spending": Batched(user.spending),
        "fullName": Computed(user.full_name),
        "isActive": Computed(user.is_active),
    },
    "Money": {
        "currency": Property("currency"),
        "amount": Property("amount"),
    },
    "UserConnection": {
        "edges": Property("edges"),
        "pageInfo": Property("page_info"),
        "totalCount": Property("total_count"),
    },
    "UserEdge": {
        "cursor": Property("cursor"),
        "node": Property("node"),
    },
    "CreateUserPayload": {
        "user": Property("user"),
        "etag": Property("etag"),
        "errors": Property("errors"),
    },
    "UpdateUserPayload": {
        "user": Property("user"),
        "etag": Property("etag"),
        "errors": Property("errors"),
    },
    "DeleteUserPayload": {
        "success": Property("success"),
        "deletedId": Property("deleted_id"),
        "errors": Property("errors"),
    },
}
