-- Sends requests drawn at random from a file, and reports the run as one JSON line.
-- A line is a method, a path and, for a POST, a JSON body, with a space between.
-- wrk ... -s random_requests.lua URL -- REQUESTS_FILE SEED

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(args)
  requests = {}
  for line in io.lines(args[1]) do
    local method, path, body = line:match("^(%S+) (%S+) ?(.*)$")
    if body == "" then
      body = nil
    end
    wrk.headers["Content-Type"] = body and "application/json"
    requests[#requests + 1] = wrk.format(method, path, nil, body)
  end
  math.randomseed(tonumber(args[2]) * 1000 + number)
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"requests": %d, "duration_us": %d, "p50_us": %d, "p99_us": %d, ' ..
    '"errors": {"connect": %d, "read": %d, "write": %d, "status": %d, "timeout": %d}}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect, e.read, e.write, e.status, e.timeout))
end
