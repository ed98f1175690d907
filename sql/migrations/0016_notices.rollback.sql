DROP TABLE gateway.notices;
REVOKE trellis_queue FROM trellis_gateway;
