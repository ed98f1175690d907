"""Operations over a WebSocket: graphql-transport-ws."""
