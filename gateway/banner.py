"""What `make run` prints once it serves."""

from gateway.generated.lifecycle import DEFAULT, VERSIONS
from services.users.accounts import DEMO


def banner(url: str, *, demo: bool) -> str:
    """URLs and demo credentials, at most 80 columns wide."""
    lines = ["", f"  Trellis is serving on {url}", ""]
    for version in VERSIONS.values():
        note = f"{version.status.value}{', the default' if version.name == DEFAULT else ''}"
        lines.append(f"    {url}/api/{version.name:<12} {note}")
    lines += [
        f"    {url}/api-docs/{DEFAULT:<7} what there is, and how to ask",
        f"    {url}/usage            who uses which version",
        f"    {url}/readyz           ready?",
        "",
    ]
    if demo:
        lines.append("  Demo accounts")
        lines += [f"    {name:<6} {password}" for name, password in DEMO]
        lines += [
            "",
            "  Try it",
            f"    curl -s {url}/api/v2/auth/token \\",
            "      -H 'Content-Type: application/json' \\",
            """      -d '{"username":"alice","password":"alice-password-1"}'""",
            "",
        ]
    lines.append("  Ctrl-C stops everything.")
    return "\n".join(lines)
