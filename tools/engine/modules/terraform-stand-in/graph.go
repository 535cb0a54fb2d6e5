package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"sync"
)

// graph sends requests with one token, which the first request takes.
type graph struct {
	http     *http.Client
	once     sync.Once
	token    string
	tokenErr error
}

// reply is an answer: a JSON object.
type reply map[string]any

// text returns a property that is a text.
func (r reply) text(name string) string {
	text, _ := r[name].(string)
	return text
}

// refused is an answer that is not a success.
type refused struct {
	status  int
	message string
}

func (r *refused) Error() string { return fmt.Sprintf("status %d: %s", r.status, r.message) }

// missing reports whether the resource is gone.
func missing(err error) bool {
	var one *refused
	return errors.As(err, &one) && one.status == http.StatusNotFound
}

// send returns the answer to one request to Graph, sent once.
func (g *graph) send(ctx context.Context, method, path string, body any) (reply, error) {
	g.once.Do(func() { g.token, g.tokenErr = g.signIn() })
	if g.tokenErr != nil {
		return nil, g.tokenErr
	}
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, os.Getenv("MSGRAPH_ENDPOINT")+"/"+path, content)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+g.token)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	return g.read(g.http.Do(request))
}

// signIn returns a token. It has no context: a request that is cancelled must not fail the others' token.
func (g *graph) signIn() (string, error) {
	where := os.Getenv("AZURE_AUTHORITY_HOST") + "/" + os.Getenv("AZURE_TENANT_ID") + "/oauth2/v2.0/token"
	answer, err := g.read(g.http.PostForm(where, url.Values{
		"grant_type":    {"client_credentials"},
		"client_id":     {os.Getenv("AZURE_CLIENT_ID")},
		"client_secret": {os.Getenv("AZURE_CLIENT_SECRET")},
		"scope":         {"https://graph.microsoft.com/.default"},
	}))
	if err != nil {
		return "", fmt.Errorf("sign-in: %w", err)
	}
	return answer.text("access_token"), nil
}

// read returns the decoded answer. The body is read to its end: only then the connection is used again.
func (g *graph) read(answer *http.Response, err error) (reply, error) {
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode >= http.StatusMultipleChoices {
		return nil, &refused{answer.StatusCode, message(content)}
	}
	held := reply{}
	if len(content) == 0 { // of DELETE
		return held, nil
	}
	return held, json.Unmarshal(content, &held)
}

// message returns the text of Graph's or Entra's error, or the whole body if it is another.
func message(content []byte) string {
	var graphs struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(content, &graphs) == nil && graphs.Error.Message != "" {
		return graphs.Error.Message
	}
	var entras struct {
		Description string `json:"error_description"`
	}
	if json.Unmarshal(content, &entras) == nil && entras.Description != "" {
		return entras.Description
	}
	return string(content)
}
