// Signs in, then opens GraphiQL with the token. Nothing is stored by this script.

(() => {
  const at = (id) => document.getElementById(id);
  const credentials = at("credentials");
  const EXAMPLE = `# What is new in the shop.
{
  products(pagination: {first: 3}) {
    totalCount
    edges {
      node { name price currency category { name } }
    }
  }
}
`;

  async function signIn(username, password) {
    const response = await fetch("/api/v2/auth/token", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ username, password }),
    });
    const body = await response.json();
    if (!response.ok) throw new Error(body.message ?? `The answer was ${response.status}.`);
    return body.data.access_token;
  }

  function open(token) {
    const headers = { Authorization: `Bearer ${token}`, Accept: "application/graphql-response+json, application/json" };
    const fetcher = GraphiQL.createFetcher({
      url: "/api/v3/graphql",
      headers,
      subscriptionUrl: `${location.origin.replace("http", "ws")}/api/v3/graphql/ws`,
      wsConnectionParams: { token },
    });
    at("sign-in").hidden = true;
    at("editor").hidden = false;
    const editor = React.createElement(GraphiQL, { fetcher, defaultQuery: EXAMPLE, shouldPersistHeaders: false });
    ReactDOM.render(editor, at("editor"));
  }

  credentials.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = credentials.querySelector("button");
    const given = new FormData(credentials);
    at("sign-in-error").textContent = "";
    button.disabled = true;
    try {
      open(await signIn(given.get("username"), given.get("password")));
    } catch (error) {
      at("sign-in-error").textContent = error.message;
    } finally {
      button.disabled = false;
    }
  });
})();
