-- What wrk sends: each request is another event of another customer. BENCH_FROM is the number of the first, BENCH_PATH where to.
local n = tonumber(os.getenv("BENCH_FROM") or "0")
local path = os.getenv("BENCH_PATH") or "/hooks/bench"
local head = "POST " .. path .. " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nX-Api-Key: bench-token\r\nX-Event-Id: e"

request = function()
  n = n + 1
  local body = string.format('{"id":%d,"name":"Nguyễn Văn An","email":"bench%d@example.vn","phone":"09%08d","birthday":"03/04/1990",' ..
    '"gender":"Nam","address":{"street":"12 Đường Ví Dụ","district":"Quận 1","city":"Hồ Chí Minh"},"company":"Công ty Ví Dụ",' ..
    '"newsletter":true,"updated_at":"2026-01-21T10:04:05+07:00"}', n, n, n % 50000000)
  return head .. n .. "\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
end

done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format("BENCH %d %d %.0f %.0f %d\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
